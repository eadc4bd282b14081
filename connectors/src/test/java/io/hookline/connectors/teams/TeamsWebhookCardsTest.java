package io.hookline.connectors.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class TeamsWebhookCardsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH =
            "/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke"
                    + "?api-version=2016-06-01&sig=q1w2e3r4t5y6u7i8o9p0-secret";
    private static final Answered ACCEPTED = new Answered(202, Map.of(), "");

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final TeamsWebhookCards cards =
            new TeamsWebhookCards(new Calls(sender, InstantSource.system(), duration -> {}));

    @AfterEach
    void close() {
        sender.close();
    }

    private static TestingContext to(TestingEndpoint teams) {
        return TestingContext.to(
                teams.uri("/"), new Auth.Address(new Secret(teams.uri(PATH).toString())));
    }

    private static JsonNode posted(TestingEndpoint teams) throws IOException {
        TestingEndpoint.Asked asked = teams.asked().getLast();
        assertThat(asked.uri()).hasToString(PATH);
        assertThat(asked.header("Authorization")).isEmpty();
        JsonNode message = JSON.readTree(asked.body());
        assertThat(message.path("type").asText()).isEqualTo("message");
        assertThat(message.at("/attachments/0/contentType").asText())
                .isEqualTo("application/vnd.microsoft.card.adaptive");
        return message.at("/attachments/0/content");
    }

    @Test
    void postsATextWithATitleAsACard() throws IOException {
        try (TestingEndpoint teams = TestingEndpoint.answering(ACCEPTED)) {
            assertThat(
                            cards.sendMessage(
                                            to(teams).observed(),
                                            Optional.of("Stopped"),
                                            "Ada & Bob")
                                    .status())
                    .isEqualTo(202);

            JsonNode card = posted(teams);
            assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
            assertThat(card.at("/body/0/text").asText()).isEqualTo("[observe] Stopped");
            assertThat(card.at("/body/1/text").asText()).isEqualTo("Ada & Bob");
        }
    }

    @Test
    void postsAnAdaptiveCardAsItIs() throws IOException {
        ObjectNode given =
                (ObjectNode)
                        JSON.readTree(
                                "{\"type\":\"AdaptiveCard\",\"version\":\"1.4\",\"body\":[{\"type\":\"TextBlock\",\"text\":\"Hi\"}]}");
        try (TestingEndpoint teams = TestingEndpoint.answering(Answered.ok("1"))) {
            assertThat(cards.sendCard(to(teams), given).status()).isEqualTo(200);
            assertThat(posted(teams)).isEqualTo(given);

            cards.sendCard(to(teams).observed(), given);
            assertThat(posted(teams).at("/body/0/text").asText()).isEqualTo("[observe]");
        }
    }

    @Test
    void refusesWhatIsNoCardOrTooLargeWithoutSending() throws IOException {
        try (TestingEndpoint teams = TestingEndpoint.answering(ACCEPTED)) {
            ObjectNode none = JSON.createObjectNode().put("type", "MessageCard");
            assertThat(
                            catchThrowableOfType(
                                    CardFailure.Invalid.class,
                                    () -> cards.sendCard(to(teams), none)))
                    .hasMessageContaining("AdaptiveCard");
            assertThat(
                            catchThrowableOfType(
                                    CardFailure.Invalid.class,
                                    () ->
                                            cards.sendMessage(
                                                    to(teams),
                                                    Optional.empty(),
                                                    "x".repeat(29_000))))
                    .hasMessageContaining("28672");
            assertThat(teams.asked()).isEmpty();
        }
    }

    /** With status 200 and in a sentence Teams says that it posted nothing. */
    @ParameterizedTest
    @CsvSource({"429, RateLimited", "413, Rejected", "400, Rejected", "500, Unavailable"})
    void aRefusalInTheTextOfASuccessIsAFailure(int status, String kind) throws IOException {
        String said =
                "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP"
                        + " error "
                        + status
                        + " with ContextId tcid=0,server=A,cv=1.0..";
        try (TestingEndpoint teams = TestingEndpoint.answering(Answered.ok(said))) {
            CardFailure failure =
                    catchThrowableOfType(
                            CardFailure.class,
                            () -> cards.sendMessage(to(teams), Optional.empty(), "Hi"));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.code()).isEqualTo(status);
            assertThat(failure.answer()).isPresent();
        }
    }

    @Test
    void anExceptionInTheTextOfASuccessIsAFailure() throws IOException {
        Answered said = Answered.ok("System.Net.Http.HttpRequestException: Error while copying");
        try (TestingEndpoint teams = TestingEndpoint.answering(said)) {
            assertThat(
                            catchThrowableOfType(
                                    CardFailure.Unavailable.class,
                                    () -> cards.sendMessage(to(teams), Optional.empty(), "Hi")))
                    .isNotNull();
        }
    }

    @Test
    void noFailureHoldsTheAddress() throws IOException {
        try (TestingEndpoint teams = TestingEndpoint.answering(Answered.of(404, "gone"))) {
            CardFailure failure =
                    catchThrowableOfType(
                            CardFailure.class,
                            () -> cards.sendMessage(to(teams), Optional.empty(), "Hi"));

            assertThat(failure)
                    .isInstanceOf(CardFailure.NotFound.class)
                    .hasMessageContaining("POST /***")
                    .hasMessageNotContaining("workflows")
                    .hasMessageNotContaining("secret");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://prod-1.westeurope.logic.azure.com:443/workflows/1?sig=2, true",
        "https://contoso.webhook.office.com/webhookb2/1, true",
        "https://a.b.environment.api.powerplatform.com/powerautomate/1, true",
        "HTTPS://CONTOSO.WEBHOOK.OFFICE.COM/webhookb2/1, true",
        "http://contoso.webhook.office.com/webhookb2/1, false",
        "https://webhook.office.com.example.org/, false",
        "https://evil-webhook.office.com/, false",
        "https://example.org/?.webhook.office.com, false",
    })
    void knowsTheHostsOfTheService(String url, boolean known) {
        assertThat(Webhooks.isKnown(URI.create(url))).isEqualTo(known);
    }
}
