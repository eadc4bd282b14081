package io.hookline.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.slack.SlackMessage.Content;
import io.hookline.connectors.slack.SlackMessage.Kind;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SlackCardsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Answered SENT =
            Answered.ok("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1503435956.000247\"}");
    private static final Optional<String> LEFT_OUT = Optional.empty();

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final List<Duration> pauses = new ArrayList<>();
    private final SlackCards cards =
            new SlackCards(new Calls(sender, InstantSource.system(), pauses::add));

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void postsAPlainMessage() throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.answering(SENT)) {
            SlackCards.Sent sent =
                    new Message()
                            .channel("C049DP1GU69")
                            .bot("Yes")
                            .links("Yes")
                            .text("*Grüße*\n")
                            .to(slack);

            assertThat(sent.timestamp()).isEqualTo("1503435956.000247");
            TestingEndpoint.Asked asked = slack.asked().getFirst();
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.uri()).hasToString("/api/chat.postMessage");
            assertThat(asked.header("Authorization")).isEqualTo("Bearer xoxb-s3cret");
            assertThat(asked.header("Idempotency-Key")).isEqualTo("execution/7");
            assertThat(asked.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
            assertThat(asked.body())
                    .isEqualTo(
                            "{\"channel\":\"C049DP1GU69\",\"text\":\"*Grüße*\\n\",\"unfurl_links\":true,"
                                + "\"unfurl_media\":true}");
        }
    }

    @Test
    void showsNameAndIconOfABotOnlyWhenItSendsAsBot() throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.answering(SENT)) {
            new Message()
                    .channel("C1")
                    .bot("Yes")
                    .name("Security")
                    .icon("lock")
                    .text("x")
                    .to(slack);
            new Message()
                    .channel("C1")
                    .bot("No")
                    .name("Security")
                    .icon(":lock:")
                    .text("x")
                    .to(slack);

            assertThat(body(slack, 0))
                    .isEqualTo(
                            JSON.readTree(
                                    "{\"channel\":\"C1\",\"text\":\"x\",\"username\":\"Security\",\"icon_emoji\":\":lock:\"}"));
            assertThat(body(slack, 1))
                    .isEqualTo(JSON.readTree("{\"channel\":\"C1\",\"text\":\"x\"}"));
        }
    }

    @Test
    void postsBlocksWithATextForNotificationsInAThread() throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.answering(SENT)) {
            ObjectNode divider = JSON.createObjectNode().put("type", "divider");
            new Message()
                    .channel("C1")
                    .type("Blocks")
                    .blocks(List.of(divider))
                    .notification("Look")
                    .links("No")
                    .thread("1.2")
                    .to(slack);

            assertThat(body(slack, 0))
                    .isEqualTo(
                            JSON.readTree(
                                    "{\"channel\":\"C1\",\"text\":\"Look\",\"blocks\":[{\"type\":\"divider\"}],"
                                        + "\"unfurl_links\":false,\"unfurl_media\":false,\"thread_ts\":\"1.2\"}"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "C1, '', '', C1",
        "C1, No, C2, C1",
        "C1, Yes, C2, C2",
        "-- Enter Channel ID --, '', C2, C2",
        "'', '', #alerts, #alerts",
        "' C1 ', '', '', C1",
    })
    void takesTheChannelFromTheOptionOrTheField(
            String option, String useId, String field, String channel) throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.answering(SENT)) {
            new Message().channel(option).useId(useId).channelId(field).text("x").to(slack);

            assertThat(body(slack, 0).path("channel").asText()).isEqualTo(channel);
        }
    }

    @Test
    void asksForAChannelATextOrBlocks() throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.answering(SENT)) {
            assertThatThrownBy(() ->
                            new Message().channel("-- Enter Channel ID --").text("x").to(slack))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("Channel ID or Name");
            assertThatThrownBy(() -> new Message().channel("C1").useId("Yes").text("x").to(slack))
                    .isInstanceOf(CardFailure.Invalid.class);
            assertThatThrownBy(() -> new Message().channel("C1").to(slack))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("Text");
            assertThatThrownBy(() ->
                            new Message().channel("C1").type("Blocks").blocks(List.of()).to(slack))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("Blocks");
            assertThat(slack.asked()).isEmpty();
        }
    }

    @Test
    void marksWhatIsSentWhileObserved() throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.answering(SENT)) {
            CardContext observed = TestingContext.to(slack.uri("/api")).observed();
            new Message().channel("C1").text("Gone").in(observed);
            new Message()
                    .channel("C1")
                    .type("Blocks")
                    .blocks(List.of(JSON.createObjectNode()))
                    .in(observed);

            assertThat(body(slack, 0).path("text").asText()).isEqualTo("[observe] Gone");
            assertThat(
                            body(slack, 1)
                                    .path("blocks")
                                    .path(0)
                                    .path("elements")
                                    .path(0)
                                    .path("text")
                                    .asText())
                    .isEqualTo("[observe]");
            assertThat(body(slack, 1).path("blocks")).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "channel_not_found, NotFound, invite",
        "not_in_channel, Rejected, /invite",
        "is_archived, Rejected, archived",
        "invalid_auth, Unauthorised, token",
        "not_authed, Unauthorised, token",
        "token_revoked, Unauthorised, token",
        "account_inactive, Unauthorised, token",
        "missing_scope, Unauthorised, chat:write",
        "ratelimited, RateLimited, too many",
        "msg_too_long, Invalid, too long",
        "no_text, Invalid, text",
        "invalid_blocks, Invalid, must be a string",
        "internal_error, Unavailable, later",
        "service_unavailable, Unavailable, later",
        "something_new, Rejected, something_new",
    })
    void understandsErrorsThatComeWithStatus200(String error, String kind, String hint)
            throws IOException {
        String body =
                "{\"ok\":false,\"error\":\""
                        + error
                        + "\",\"needed\":\"chat:write\",\"response_metadata\":{\"messages\":[\"must"
                        + " be a string\"]}}";
        try (TestingEndpoint slack = TestingEndpoint.answering(Answered.ok(body))) {
            CardFailure failure =
                    catchThrowableOfType(
                            CardFailure.class,
                            () -> new Message().channel("C1").text("x").to(slack));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure)
                    .hasMessageContaining(error)
                    .hasMessageContaining(hint)
                    .hasMessageNotContaining("s3cret");
            assertThat(slack.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Welcome</html>", "[]", "{}", "{\"ok\":\"yes\"}", "{\"ok\":"})
    void refusesAnswersThatAreNotSlacks(String body) throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.answering(Answered.ok(body))) {
            assertThatThrownBy(() -> new Message().channel("C1").text("x").to(slack))
                    .isInstanceOf(CardFailure.Rejected.class)
                    .hasMessageContaining("address of the connection");
        }
    }

    @Test
    void comesBackWhenSlackSaysWhenWithTheSameKey() throws IOException {
        Answered later =
                Answered.of(429, "{\"ok\":false,\"error\":\"ratelimited\"}")
                        .with("Retry-After", "3");
        try (TestingEndpoint slack = TestingEndpoint.answering(later, later, SENT)) {
            assertThat(new Message().channel("C1").text("x").to(slack).timestamp())
                    .isEqualTo("1503435956.000247");

            assertThat(pauses).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
            assertThat(slack.asked())
                    .hasSize(3)
                    .extracting(asked -> asked.header("Idempotency-Key"))
                    .containsOnly("execution/7");
        }
    }

    @Test
    void doesNotWaitLong() throws IOException {
        Answered muchLater = Answered.of(429, "").with("Retry-After", "120");
        try (TestingEndpoint slack = TestingEndpoint.answering(muchLater)) {
            CardFailure.RateLimited failure =
                    catchThrowableOfType(
                            CardFailure.RateLimited.class,
                            () -> new Message().channel("C1").text("x").to(slack));

            assertThat(failure.retryAfter()).contains(Duration.ofMinutes(2));
            assertThat(pauses).isEmpty();
        }
    }

    @Test
    void worksWithAServerThatWantsNoToken() throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.answering(SENT)) {
            new Message()
                    .channel("C1")
                    .text("x")
                    .in(TestingContext.to(slack.uri("/api/"), new Auth.None()));

            assertThat(slack.asked().getFirst().uri()).hasToString("/api/chat.postMessage");
            assertThat(slack.asked().getFirst().header("Authorization")).isEmpty();
        }
    }

    @Test
    void sendsADirectMessageById() throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.answering(SENT)) {
            SlackCards.Sent sent =
                    cards.sendDirectMessage2(
                            TestingContext.to(slack.uri("/api")),
                            Optional.of("User ID"),
                            new Kind(Optional.of("No"), Optional.of("Plain Text")),
                            Optional.of("U7"),
                            LEFT_OUT,
                            new Content(Optional.of("Hi"), Optional.empty(), LEFT_OUT, LEFT_OUT));

            assertThat(sent.timestamp()).isNotEmpty();
            assertThat(body(slack, 0).path("channel").asText()).isEqualTo("U7");
        }
    }

    @Test
    void sendsADirectMessageByShortName() throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.that(SlackCardsTest::directory)) {
            cards.sendDirectMessage2(
                    TestingContext.to(slack.uri("/api")),
                    Optional.of("Username"),
                    new Kind(LEFT_OUT, LEFT_OUT),
                    LEFT_OUT,
                    Optional.of("@grace"),
                    new Content(Optional.of("Hi"), Optional.empty(), LEFT_OUT, LEFT_OUT));

            assertThat(body(slack, 2).path("channel").asText()).isEqualTo("U2");
        }
    }

    @Test
    void readsAUserByIdNameAndAddress() throws IOException {
        try (TestingEndpoint slack = TestingEndpoint.that(SlackCardsTest::directory)) {
            SlackCards.User grace =
                    new SlackCards.User(
                            "Grace Example", Optional.of("grace+1@example.org"), "U2", "grace");

            assertThat(read(slack, "User ID", "U2", null, null)).isEqualTo(grace);
            assertThat(read(slack, "Username", null, "grace", null)).isEqualTo(grace);
            assertThat(read(slack, "Email", null, null, "grace+1@example.org")).isEqualTo(grace);
            assertThat(slack.asked().getFirst().uri()).hasToString("/api/users.info?user=U2");
            assertThat(slack.asked().getLast().uri())
                    .hasToString("/api/users.lookupByEmail?email=grace%2B1%40example.org");
            assertThatThrownBy(() -> read(slack, "Username", null, "nobody", null))
                    .isInstanceOf(CardFailure.NotFound.class)
                    .hasMessageContaining("nobody");
            assertThatThrownBy(() -> read(slack, "Email", null, null, "no@example.org"))
                    .isInstanceOf(CardFailure.NotFound.class);
            assertThatThrownBy(() -> read(slack, "Email", null, null, null))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("Email");
        }
    }

    private SlackCards.User read(
            TestingEndpoint slack, String type, String id, String name, String email) {
        return cards.readUser2(
                TestingContext.to(slack.uri("/api")),
                Optional.of(type),
                Optional.ofNullable(id),
                Optional.ofNullable(name),
                Optional.ofNullable(email));
    }

    private static Answered directory(TestingEndpoint.Asked asked) {
        String ada =
                "{\"id\":\"U1\",\"name\":\"ada\",\"real_name\":\"Ada Example\",\"profile\":{}}";
        String grace =
                "{\"id\":\"U2\",\"name\":\"grace\",\"real_name\":\"Grace"
                        + " Example\",\"profile\":{\"email\":\"grace+1@example.org\"}}";
        String query = asked.uri().getRawQuery() == null ? "" : asked.uri().getRawQuery();
        return switch (asked.uri().getPath()) {
            case "/api/users.list" ->
                    Answered.ok(
                            query.contains("cursor=p2%3D")
                                    ? "{\"ok\":true,\"members\":[" + grace + "]}"
                                    : "{\"ok\":true,\"members\":["
                                            + ada
                                            + "],\"response_metadata\":{\"next_cursor\":\"p2=\"}}");
            case "/api/chat.postMessage" -> SENT;
            default ->
                    Answered.ok(
                            query.contains("U2") || query.contains("grace")
                                    ? "{\"ok\":true,\"user\":" + grace + "}"
                                    : "{\"ok\":false,\"error\":\"users_not_found\"}");
        };
    }

    private static JsonNode body(TestingEndpoint slack, int index) throws IOException {
        return JSON.readTree(slack.asked().get(index).body());
    }

    /** The inputs of a message to a channel, most of them left out. */
    private final class Message {
        private final Map<String, String> given = new java.util.HashMap<>();
        private Optional<List<ObjectNode>> blocks = Optional.empty();

        Message channel(String value) {
            return put("channel", value);
        }

        Message useId(String value) {
            return put("useId", value);
        }

        Message channelId(String value) {
            return put("channelId", value);
        }

        Message bot(String value) {
            return put("bot", value);
        }

        Message links(String value) {
            return put("links", value);
        }

        Message type(String value) {
            return put("type", value);
        }

        Message text(String value) {
            return put("text", value);
        }

        Message notification(String value) {
            return put("notification", value);
        }

        Message thread(String value) {
            return put("thread", value);
        }

        Message name(String value) {
            return put("name", value);
        }

        Message icon(String value) {
            return put("icon", value);
        }

        Message blocks(List<ObjectNode> value) {
            blocks = Optional.of(value);
            return this;
        }

        SlackCards.Sent to(TestingEndpoint slack) {
            return in(TestingContext.to(slack.uri("/api")));
        }

        SlackCards.Sent in(CardContext context) {
            return cards.sendMessageToChannel2(
                    context,
                    get("channel"),
                    get("useId"),
                    get("bot"),
                    new Kind(get("links"), get("type")),
                    get("channelId"),
                    get("channelType"),
                    new Content(get("text"), blocks, get("notification"), get("thread")),
                    get("name"),
                    get("icon"));
        }

        private Message put(String name, String value) {
            given.put(name, value);
            return this;
        }

        private Optional<String> get(String name) {
            return Optional.ofNullable(given.get(name)).filter(text -> !text.isEmpty());
        }
    }
}
