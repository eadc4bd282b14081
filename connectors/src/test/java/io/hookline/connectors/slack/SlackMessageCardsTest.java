package io.hookline.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardFailure;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

class SlackMessageCardsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final SlackMessageCards cards =
            new SlackMessageCards(new Calls(sender, InstantSource.system()));

    @AfterEach
    void close() {
        sender.close();
    }

    private static void assertAsked(TestingEndpoint slack, String path, String body)
            throws IOException {
        TestingEndpoint.Asked asked = slack.asked().getLast();
        assertThat(asked.uri()).hasToString("/api/" + path);
        assertThat(asked.header("Authorization")).isEqualTo("Bearer xoxb-s3cret");
        assertThat(JSON.readTree(asked.body())).isEqualTo(JSON.readTree(body));
    }

    @Test
    void showsAMessageToOnePersonOnly() throws IOException {
        Answered sent = Answered.ok("{\"ok\":true,\"message_ts\":\"2.1\"}");
        try (TestingEndpoint slack = TestingEndpoint.answering(sent)) {
            SlackCards.Sent ephemeral =
                    cards.sendEphemeral(
                            TestingContext.to(slack.uri("/api")).observed(),
                            "C1",
                            "U1",
                            Optional.of("Hi"),
                            Optional.empty(),
                            Optional.of("1.2"));

            assertThat(ephemeral.timestamp()).isEqualTo("2.1");
            assertAsked(
                    slack,
                    "chat.postEphemeral",
                    "{\"channel\":\"C1\",\"user\":\"U1\",\"text\":\"[observe]"
                            + " Hi\",\"thread_ts\":\"1.2\"}");
        }
    }

    @Test
    void replacesAMessageByBlocks() throws IOException {
        Answered sent = Answered.ok("{\"ok\":true,\"ts\":\"1.2\",\"channel\":\"C1\"}");
        try (TestingEndpoint slack = TestingEndpoint.answering(sent)) {
            ObjectNode divider = JSON.createObjectNode().put("type", "divider");
            assertThat(
                            cards.updateMessage(
                                            TestingContext.to(slack.uri("/api")),
                                            "C1",
                                            "1.2",
                                            Optional.of("Done"),
                                            Optional.of(List.of(divider)))
                                    .timestamp())
                    .isEqualTo("1.2");
            assertAsked(
                    slack,
                    "chat.update",
                    "{\"channel\":\"C1\",\"ts\":\"1.2\",\"text\":\"Done\",\"blocks\":[{\"type\":\"divider\"}]}");
        }
    }

    @Test
    void deletesAMessageAndSaysWhenItIsNotThere() throws IOException {
        Answered gone = Answered.ok("{\"ok\":true,\"ts\":\"1.2\"}");
        Answered missing = Answered.ok("{\"ok\":false,\"error\":\"message_not_found\"}");
        try (TestingEndpoint slack = TestingEndpoint.answering(gone, missing)) {
            TestingContext context = TestingContext.to(slack.uri("/api"));
            assertThat(cards.deleteMessage(context, "C1", "1.2").timestamp()).isEqualTo("1.2");
            assertAsked(slack, "chat.delete", "{\"channel\":\"C1\",\"ts\":\"1.2\"}");
            assertThatExceptionOfType(CardFailure.NotFound.class)
                    .isThrownBy(() -> cards.deleteMessage(context, "C1", "1.2"));
        }
    }

    @Test
    void opensAConversationOfSeveral() throws IOException {
        Answered opened = Answered.ok("{\"ok\":true,\"channel\":{\"id\":\"G1\"}}");
        try (TestingEndpoint slack = TestingEndpoint.answering(opened)) {
            assertThat(
                            cards.openConversation(
                                            TestingContext.to(slack.uri("/api")),
                                            List.of("U1", "U2"))
                                    .channel())
                    .isEqualTo("G1");
            assertAsked(slack, "conversations.open", "{\"users\":\"U1,U2\"}");
        }
    }

    @Test
    void listsChannelsPageByPage() throws IOException {
        Answered first =
                Answered.ok(
                        "{\"ok\":true,\"channels\":[{\"id\":\"C1\",\"name\":\"alerts\",\"num_members\":3,"
                            + "\"is_private\":true,\"topic\":{\"value\":\"t\"},\"purpose\":{\"value\":\"p\"}}],"
                            + "\"response_metadata\":{\"next_cursor\":\"a=\"}}");
        Answered second =
                Answered.ok(
                        "{\"ok\":true,\"channels\":[{\"id\":\"C2\",\"name\":\"x\"}],\"response_metadata\":{\"next_cursor\":\"\"}}");
        try (TestingEndpoint slack = TestingEndpoint.answering(first, second)) {
            List<ObjectNode> channels =
                    cards.listChannels(TestingContext.to(slack.uri("/api")), Optional.empty())
                            .channels();

            assertThat(channels.getFirst())
                    .isEqualTo(
                            JSON.readTree(
                                    "{\"id\":\"C1\",\"name\":\"alerts\",\"isPrivate\":true,\"isArchived\":false,"
                                        + "\"members\":3,\"topic\":\"t\",\"purpose\":\"p\"}"));
            assertThat(channels)
                    .extracting(channel -> channel.path("id").asText())
                    .containsExactly("C1", "C2");
            assertThat(slack.asked().getFirst().uri().getQuery()).contains("exclude_archived=true");
            assertThat(slack.asked().getLast().uri().getRawQuery()).contains("cursor=a%3D");
        }
    }
}
