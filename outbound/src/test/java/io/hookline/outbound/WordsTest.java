package io.hookline.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PKIX path building failed:"
                    + " sun.security.provider.certpath.SunCertPathBuilderException: unable to find"
                    + " valid certification path | PKIX path building failed: unable to find valid"
                    + " certification path",
                "Couldn't connect to host, port: a.example.org, 25; nested exception is:"
                        + " java.net.ConnectException: Connection refused | Couldn't connect to"
                        + " host, port: a.example.org, 25; Connection refused",
                "No name matching mail.example.org found | No name matching mail.example.org found",
                "java.lang.IllegalStateException | no reason given",
            })
    void theNamesOfClassesAreLeftOut(String said, String shown) {
        assertThat(Words.of(said)).isEqualTo(shown);
    }
}
