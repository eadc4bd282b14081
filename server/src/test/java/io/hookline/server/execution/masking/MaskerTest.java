package io.hookline.server.execution.masking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;

class MaskerTest {
    private static final String SECRET = "p/ss \"w+rd\" ö1";

    private final Masker masker = Masker.of(List.of(SECRET, "short", "xoxb-0123456789"));

    @Test
    void replacesASecretByValue() {
        assertThat(masker.mask("before " + SECRET + " after")).isEqualTo("before *** after");
        assertThat(masker.mask(SECRET + SECRET)).isEqualTo("******");
        assertThat(masker.mask("token xoxb-0123456789")).isEqualTo("token ***");
    }

    @Test
    void leavesValuesThatAreTooShortAndTextsWithoutSecretsAlone() {
        String text = "a short text without anything to hide";

        assertThat(masker.mask(text)).isSameAs(text);
    }

    @Test
    void replacesItsUrlForms() {
        String form = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);

        assertThat(masker.mask("a=" + form + "&b=1")).isEqualTo("a=***&b=1");
        assertThat(masker.mask(form.replace("+", "%20"))).isEqualTo("***");
        assertThat(
                        masker.mask(
                                form.replace("%2F", "%2f")
                                        .replace("%22", "%22")
                                        .replace("%2B", "%2b")
                                        .replace("%C3%B6", "%c3%b6")))
                .isEqualTo("***");
    }

    @Test
    void replacesItsHexadecimalForms() {
        String form = HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8));

        assertThat(masker.mask("0a" + form + "ff")).isEqualTo("0a***ff");
        assertThat(masker.mask(form.toUpperCase(Locale.ROOT))).isEqualTo("***");
    }

    @Test
    void replacesThePartOfASecretAtACutEnd() {
        assertThat(masker.maskBeginning("token xoxb-01234567")).isEqualTo("token ***");
        assertThat(masker.maskBeginning("token xoxb-0123456789 an")).isEqualTo("token *** an");
        assertThat(masker.maskBeginning("a fox")).isEqualTo("a fox");
        assertThat(masker.maskBeginning("xoxb")).isEqualTo("***");
        assertThat(masker.maskBeginning("")).isEmpty();
    }

    @Test
    void replacesItsJsonForms() {
        assertThat(masker.mask("{\"a\":\"p/ss \\\"w+rd\\\" ö1\"}")).isEqualTo("{\"a\":\"***\"}");
        assertThat(masker.mask("p\\/ss \\\"w+rd\\\" ö1")).isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "us", "use", "user:"})
    void replacesItsBase64WhereverItStandsInWhatWasEncoded(String before) {
        byte[] bytes = (before + SECRET + ":and more").getBytes(StandardCharsets.UTF_8);
        String secretPart = Base64.getEncoder().encodeToString(bytes);

        for (String encoded : List.of(secretPart, Base64.getUrlEncoder().encodeToString(bytes))) {
            String masked = masker.mask(encoded);
            assertThat(masked).contains("***");
            assertThat(masked.length()).isLessThan(encoded.length() - 12);
        }
    }

    @Test
    void findsSecretsAnywhereAmongOthers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<String> secrets = List.of(word(random, 8), word(random, 9), word(random, 40));
            Masker many = Masker.of(secrets);
            String secret = secrets.get(random.nextInt(3));
            String before = word(random, random.nextInt(30));
            String after = word(random, random.nextInt(30));

            String masked = many.mask(before + secret + after);

            assertThat(masked).as("seed %d", seed).contains("***").doesNotContain(secret);
        }
    }

    /** Of few letters, so that words nearly repeat each other. */
    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }
}
