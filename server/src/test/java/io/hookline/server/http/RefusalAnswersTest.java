package io.hookline.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.server.refusal.Challenge;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.refusal.Refusal.Invalid.Place;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Each kind of refusal reads as its paths promise. */
class RefusalAnswersTest {
    private enum Why {
        TOKEN_WRONG
    }

    @Test
    void aProblemHasTheStatusOfItsKindAndTheFactsForPrograms() {
        Refusal refusal =
                new Refusal.Conflict("In use", "The folder \"a\" is used.")
                        .because(Why.TOKEN_WRONG)
                        .with("usedBy", TextNode.valueOf("b"));
        assertThat(Problem.of(refusal).body())
                .hasToString(
                        "{\"type\":\"about:blank\",\"title\":\"In use\",\"status\":409,"
                                + "\"detail\":\"The folder \\\"a\\\" is used.\","
                                + "\"reason\":\"TOKEN_WRONG\",\"usedBy\":\"b\"}");
        assertThat(refusal.reason()).contains(Why.TOKEN_WRONG);
    }

    @Test
    void anInvalidFieldIsNamedToProgramsToo() {
        Problem problem = Problem.of(new Refusal.Invalid("name", "expected a text."));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.getMessage()).isEqualTo("name: expected a text.");
        assertThat(problem.members()).containsEntry("field", TextNode.valueOf("name"));
    }

    @Test
    void headersFollowFromTheKind() {
        assertThat(
                        Problem.of(new Refusal.Busy("Busy", "Later.", Duration.ofMillis(1_500)))
                                .headers())
                .containsEntry("Retry-After", "2");
        assertThat(
                        Problem.of(
                                        new Refusal.NotAllowed(
                                                "No.", new Challenge.WiderAccessToken("a.b")))
                                .headers())
                .containsEntry(
                        "WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"a.b\"");
    }

    @Test
    void oktaAnswersHaveTheCodeOfTheKind() {
        OktaError notFound = OktaError.of(new Refusal.NotFound("event hook", "who1"));
        assertThat(notFound.code()).isEqualTo("E0000007");
        assertThat(notFound.summary()).isEqualTo("Not found: Resource not found: who1 (EventHook)");

        OktaError malformed = OktaError.of(new Refusal.Malformed("Line 1."));
        assertThat(malformed.code()).isEqualTo("E0000003");
        assertThat(malformed.causes()).containsExactly("Line 1.");

        OktaError field = OktaError.of(new Refusal.Invalid("name", "The field is required"));
        assertThat(field.summary()).isEqualTo("Api validation failed: name");
        assertThat(field.causes()).containsExactly("name: The field is required");
    }

    @Test
    void oktaAnswersNameWrongParametersInTheSummary() {
        OktaError error =
                OktaError.of(
                        new Refusal.Invalid(
                                Place.QUERY,
                                "request",
                                List.of(
                                        new FieldError("since", "no time."),
                                        new FieldError("limit", "no number."))));
        assertThat(error.summary())
                .isEqualTo("Api validation failed: 'since': no time. 'limit': no number.");
        assertThat(error.causes()).containsExactly("since: no time.", "limit: no number.");
    }
}
