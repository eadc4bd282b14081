package io.hookline.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

class SlackInteractionCardsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/commands/T0001/42/kZk3vNVnSeX0pQrStUvWxYz1";

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final SlackInteractionCards cards =
            new SlackInteractionCards(new Calls(sender, InstantSource.system()));

    @AfterEach
    void close() {
        sender.close();
    }

    private void respond(TestingContext context, String url, String shownTo, String original) {
        cards.respond(
                context,
                url,
                Optional.of(shownTo),
                Optional.of(original),
                Optional.of("Done"),
                Optional.empty());
    }

    private static void assertPosted(TestingEndpoint slack, String body) throws IOException {
        TestingEndpoint.Asked asked = slack.asked().getLast();
        assertThat(asked.uri()).hasToString(PATH);
        assertThat(asked.header("Authorization")).isEmpty();
        assertThat(JSON.readTree(asked.body())).isEqualTo(JSON.readTree(body));
    }

    @Test
    void answersTheAddressThatCameWithTheCommandWithoutAToken() throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.answering(Answered.ok("ok"))) {
            TestingContext context = TestingContext.to(slack.uri("/api"));
            String url = slack.uri(PATH).toString();

            respond(context.observed(), url, "Only that person", "Add a message");
            assertPosted(
                    slack,
                    "{\"text\":\"[observe]"
                        + " Done\",\"response_type\":\"ephemeral\",\"replace_original\":false}");
            respond(context, url, "Everybody in the channel", "Replace the message");
            assertPosted(
                    slack,
                    "{\"text\":\"Done\",\"response_type\":\"in_channel\",\"replace_original\":true}");
            respond(context, url, "Only that person", "Delete the message");
            assertPosted(slack, "{\"delete_original\":true}");
        }
    }

    /** Where a flow could be talked into sending what it knows. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/commands/x",
                "https://hooks.slack.com.example.org/x",
                "https://hooks.slack.com@example.org/x",
                "http://hooks.slack.com/x",
                "http://169.254.169.254/latest/meta-data/"
            })
    void answersNobodyButSlack(String url) {
        TestingContext context =
                new TestingContext(
                        Mode.ON,
                        new Connection(
                                "c1",
                                "Slack",
                                "slack",
                                Optional.empty(),
                                new Auth.Token(new Secret("xoxb-s3cret"))));

        assertThat(
                        catchThrowableOfType(
                                CardFailure.Invalid.class,
                                () -> respond(context, url, "Only that person", "Add a message")))
                .isNotNull();
    }

    @Test
    void anAddressThatIsUsedUpIsNotFoundAndNotShown() throws IOException {
        Answered expired = Answered.of(404, "{\"ok\":false,\"error\":\"expired_url\"}");
        try (TestingEndpoint slack = TestingEndpoint.answering(expired)) {
            CardFailure failure =
                    catchThrowableOfType(
                            CardFailure.class,
                            () ->
                                    respond(
                                            TestingContext.to(slack.uri("/api")),
                                            slack.uri(PATH).toString(),
                                            "Only that person",
                                            "Add a message"));

            assertThat(failure)
                    .isInstanceOf(CardFailure.NotFound.class)
                    .hasMessageNotContaining("kZk3vNVnSeX0pQrStUvWxYz1");
        }
    }

    @Test
    void aRefusalInASuccessIsAFailure() throws IOException {
        Answered refused = Answered.ok("{\"ok\":false,\"error\":\"invalid_blocks\"}");
        try (TestingEndpoint slack = TestingEndpoint.answering(refused)) {
            assertThat(
                            catchThrowableOfType(
                                    CardFailure.Invalid.class,
                                    () ->
                                            respond(
                                                    TestingContext.to(slack.uri("/api")),
                                                    slack.uri(PATH).toString(),
                                                    "Only that person",
                                                    "Add a message")))
                    .hasMessageContaining("invalid_blocks");
        }
    }

    @Test
    void opensADialog() throws IOException {
        Answered opened = Answered.ok("{\"ok\":true,\"view\":{\"id\":\"V1\"}}");
        try (TestingEndpoint slack = TestingEndpoint.answering(opened)) {
            ObjectNode view = JSON.createObjectNode().put("type", "modal");
            assertThat(cards.openDialog(TestingContext.to(slack.uri("/api")), "1.2.a", view).view())
                    .isEqualTo("V1");
            TestingEndpoint.Asked asked = slack.asked().getLast();
            assertThat(asked.uri()).hasToString("/api/views.open");
            assertThat(JSON.readTree(asked.body()))
                    .isEqualTo(
                            JSON.readTree(
                                    "{\"trigger_id\":\"1.2.a\",\"view\":{\"type\":\"modal\"}}"));
        }
    }
}
