package io.hookline.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.outbound.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The signatures of AWS's published examples and of its test suite for signers. */
class AwsSignatureTest {
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
    private static final String KEY_ID = "AKIDEXAMPLE";
    private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static String signature(
            String service, String method, String url, String type, String body) {
        List<Request.Header> headers =
                type.isEmpty() ? List.of() : List.of(new Request.Header("Content-Type", type));
        List<Request.Header> added =
                new AwsSignature(service, Optional.empty())
                        .sign(
                                "us-east-1",
                                KEY_ID,
                                KEY,
                                method,
                                URI.create(url),
                                headers,
                                body.getBytes(StandardCharsets.UTF_8),
                                NOW);
        assertThat(added.getFirst())
                .isEqualTo(new Request.Header("X-Amz-Date", "20150830T123600Z"));
        return added.getLast().value();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // get-vanilla
                "GET|/||''|5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                // get-vanilla-query-order-key-case
                "GET|/?Param2=value2&Param1=value1||''|b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
                // get-unreserved
                "GET|/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz||''|07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
                // post-vanilla
                "POST|/||''|5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
                // post-x-www-form-urlencoded
                "POST|/|application/x-www-form-urlencoded|Param1=value1|ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
            })
    void theTestSuiteOfAws(String method, String path, String type, String body, String expected) {
        String url = "https://example.amazonaws.com" + path;

        assertThat(signature("service", method, url, type == null ? "" : type, body))
                .startsWith(
                        "AWS4-HMAC-SHA256"
                                + " Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                + " SignedHeaders="
                                + (type == null ? "" : "content-type;")
                                + "host;x-amz-date, ")
                .endsWith("Signature=" + expected);
    }

    @Test
    void theExampleOfItsPages() {
        assertThat(
                        signature(
                                "iam",
                                "GET",
                                "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
                                "application/x-www-form-urlencoded; charset=utf-8",
                                ""))
                .endsWith(
                        "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    @ParameterizedTest
    @CsvSource({
        "https://lambda.eu-west-1.amazonaws.com, eu-west-1",
        "https://sso.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "https://lambda.cn-north-1.amazonaws.com.cn, cn-north-1",
        "https://LAMBDA.EU-WEST-1.AMAZONAWS.COM, eu-west-1",
        "https://iam.amazonaws.com, aws-default",
        "https://eu-west-1.amazonaws.com.example.org, aws-default",
        "http://127.0.0.1:4566, aws-default"
    })
    void theHostSaysTheRegion(URI address, String region) {
        assertThat(new AwsSignature("s", Optional.of("aws-default")).region(address))
                .contains(region);
        assertThat(new AwsSignature("s", Optional.empty()).region(URI.create("http://127.0.0.1")))
                .isEmpty();
    }

    @Test
    void anotherPortIsPartOfTheHost() {
        String usual = signature("s", "GET", "https://example.org:443/", "", "");

        assertThat(signature("s", "GET", "https://example.org/", "", "")).isEqualTo(usual);
        assertThat(signature("s", "GET", "https://example.org:8443/", "", "")).isNotEqualTo(usual);
    }
}
