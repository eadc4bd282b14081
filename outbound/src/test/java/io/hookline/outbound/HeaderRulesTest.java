package io.hookline.outbound;

import static io.hookline.outbound.TestingReceiver.answering;
import static io.hookline.outbound.TestingReceiver.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookline.outbound.OutboundFailure.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

class HeaderRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "X-A\r\nX-B",
                "X-A:",
                "X A",
                "X-A\t",
                "X-Ä",
                "X-A\0",
                "(x)",
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Connection",
                "TE",
                "Upgrade",
                "Expect",
            })
    void refusesNamesThatEndTheLineOrFrameTheMessage(String name) throws IOException {
        assertRefused("POST", new Request.Header(name, "s3cret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret\r\nX-Injected: 1",
                "s3cret\n",
                "\rs3cret",
                "s3cret\0",
                "s3cret\u007f",
                "s3cret é",
                "嘊嘍s3cret"
            })
    void refusesValuesThatEndTheLineOrCannotBeWritten(String value) throws IOException {
        assertRefused("POST", new Request.Header("X-Value", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /other HTTP/1.1\r\nX:", "GE T", "PÖST"})
    void refusesMethodsThatAreNoWords(String method) throws IOException {
        assertRefused(method, new Request.Header("X-Value", "s3cret"));
    }

    @Test
    void sendsOrdinaryHeadersAsTheyAre() throws IOException {
        try (TestingReceiver receiver = answering(ok(""));
                HttpSender sender = new HttpSender(new AddressGuard(List.of(), true))) {
            sender.send(
                    request(
                            receiver,
                            "PATCH",
                            new Request.Header("X-Key_1", "a, b; c=\"d\"\t(e)")));

            assertThat(receiver.requests())
                    .singleElement()
                    .asString()
                    .startsWith("PATCH ")
                    .contains("X-Key_1: a, b; c=\"d\"\t(e)\r\n");
        }
    }

    private static void assertRefused(String method, Request.Header header) throws IOException {
        try (TestingReceiver receiver = answering(ok(""));
                HttpSender sender = new HttpSender(new AddressGuard(List.of(), true))) {
            OutboundFailure failure =
                    catchThrowableOfType(
                            OutboundFailure.class,
                            () -> sender.send(request(receiver, method, header)));

            assertThat(failure.kind()).isEqualTo(Kind.INVALID);
            assertThat(failure).hasMessageNotContaining("s3cret");
            assertThat(receiver.connections()).isZero();
        }
    }

    private static Request request(TestingReceiver receiver, String method, Request.Header header) {
        return new Request(
                method, receiver.uri(), List.of(header), new byte[0], Duration.ofSeconds(5), 100);
    }
}
