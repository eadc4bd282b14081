package io.hookline.server.endpoint.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class HookEnvelopeTest {
    /** Both ways of reading must agree wherever there is a document. */
    private static Optional<String> eventId(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Optional<String> found = HookEnvelope.eventId(bytes);
        try {
            assertThat(HookEnvelope.eventId(Json.parse(bytes))).isEqualTo(found);
        } catch (JsonProcessingException e) {
            assertThat(found).isEmpty();
        }
        return found;
    }

    @Test
    void findsTheIdOfAnEnvelopeInAnyOrderOfItsFields() {
        assertThat(
                        eventId(
                                """
                                {"eventType":"com.okta.event_hook","eventId":"e1","data":{"events":[{"a":{}}]}}\
                                """))
                .contains("e1");
        assertThat(
                        eventId(
                                """
                                {"data":{"x":[1],"events":[]},"contentType":"application/json","eventId":"e2",
                                 "eventType":"com.okta.event_hook"}\
                                """))
                .contains("e2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "hello",
                "[]",
                "{}",
                "{\"eventType\":\"com.okta.event_hook\",\"eventId\":\"e\",\"data\":{\"events\":{}}}",
                "{\"eventType\":\"com.okta.event_hook\",\"eventId\":\"\",\"data\":{\"events\":[]}}",
                "{\"eventType\":\"com.okta.event_hook\",\"eventId\":7,\"data\":{\"events\":[]}}",
                "{\"eventType\":\"com.okta.event_hook\",\"data\":{\"events\":[]}}",
                "{\"eventType\":\"com.okta.other\",\"eventId\":\"e\",\"data\":{\"events\":[]}}",
                "{\"eventType\":\"com.okta.event_hook\",\"eventId\":\"e\",\"events\":[]}",
                "{\"eventType\":\"com.okta.event_hook\",\"eventId\":\"e\",\"data\":{\"events\":[]}",
                "{\"eventType\":\"com.okta.event_hook\",\"eventId\":\"e\",\"data\":{\"events\":[]}}"
                        + " x"
            })
    void takesNothingElseForAnEnvelope(String body) {
        assertThat(eventId(body)).isEmpty();
    }
}
