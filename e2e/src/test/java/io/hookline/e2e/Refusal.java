package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.okta.sdk.resource.client.ApiException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import java.util.List;

/** What Okta's client throws when a call is refused. */
record Refusal(int status, String code, String summary, List<String> causes) {
    static Refusal of(ThrowingCallable call) {
        ApiException thrown = catchThrowableOfType(ApiException.class, call);
        assertThat(thrown).as("an ApiException").isNotNull();
        try {
            JsonNode error = Api.JSON.readTree(thrown.getResponseBody());
            assertThat(error.path("errorLink")).isEqualTo(error.path("errorCode"));
            assertThat(error.path("errorId").asText()).startsWith("oae");
            assertThat(error.path("errorCauses").isArray()).isTrue();
            return new Refusal(
                    thrown.getCode(),
                    error.path("errorCode").asText(),
                    error.path("errorSummary").asText(),
                    error.path("errorCauses").findValuesAsText("errorSummary"));
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not Okta's error object: " + thrown.getResponseBody(), e);
        }
    }
}
