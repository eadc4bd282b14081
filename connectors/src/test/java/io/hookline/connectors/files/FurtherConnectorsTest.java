package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.flow.card.CardFailure;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Connectors of published flows whose requests are made of more than their inputs. */
class FurtherConnectorsTest {
    private static final String PENDO =
            "pendometadataupdateconnector_6b53858a6e5e467783223497b88ce8bf";
    private static final String SLACK_VIEWS = "slack_4151667dbd1c434fb0b7dae901b00cc7";

    private static FileTrial trial(String name, Answered... answers) throws IOException {
        return FileTrial.answering(
                Files.readString(
                        Path.of(
                                System.getProperty("hookline.root", ".."),
                                "connectors/src/main/resources/connectors",
                                name + ".yaml")),
                answers);
    }

    @Test
    void darwinboxIsAskedForWhatChangedWithinSomeDays() throws IOException {
        try (FileTrial darwinbox =
                trial(
                        "darwinbox",
                        Answered.ok(
                                "{\"status\": 1, \"message\": \"loaded\", \"employee_data\":"
                                        + " [{\"employee_id\": \"7\"}]}"))) {
            JsonNode out =
                    darwinbox.run(
                            "atrributeUpdateActionFlow_BfcIFAfZv",
                            "{'Inputs': {'days_U4WTLB': '1', 'api_key_Y67EV5': 'k',"
                                    + " 'dataset_key_JVZVUC': 'd'}}");

            assertThat(out.at("/Response/employee_data_5NK5OM/0/employee_id").asText())
                    .isEqualTo("7");
            assertThat(darwinbox.asked())
                    .containsExactly(
                            "POST /masterapi/employee {\"api_key\":\"k\",\"datasetKey\":\"d\","
                                    + "\"last_modified\":\"28-11-2026 12:00:00\"}");
        }
    }

    @Test
    void aFailureThatDarwinboxSaysWithAGoodStatusIsAFailure() throws IOException {
        try (FileTrial darwinbox =
                trial("darwinbox", Answered.ok("{\"status\": 0, \"message\": \"Wrong key\"}"))) {
            assertThatThrownBy(() ->
                            darwinbox.run(
                                    "updateEmailIdInDarwinbox_28zHrxyI7S",
                                    "{'User': {'employee_id_BQ5TU8': '7', 'email_id_DSWBFP':"
                                            + " 'a@example.org', 'api_key_ODNMOB': 'k'}}"))
                    .isInstanceOf(CardFailure.class)
                    .hasMessageContaining("Wrong key");
        }
    }

    @Test
    void pendoGetsOfEachProfileOnlyTheKeysThatAreNamed() throws IOException {
        try (FileTrial pendo =
                trial(PENDO, Answered.ok("{\"total\": 2, \"updated\": 1, \"missing\": [\"b\"]}"))) {
            JsonNode out =
                    pendo.run(
                            "pushUserListToPendo_mRGQAnfjru",
                            "{'parameters': {'visitor_id_key_YMV9Q8': 'email',"
                                    + " 'create_non-existing_users_2DVI1F': 'true'}, 'Inputs':"
                                    + " {'value_keys_B09UMF': ['firstName', 'none'],"
                                    + " 'user_list_HUKKXT': [{'email': 'a', 'firstName': 'Ada',"
                                    + " 'ssn': '1'}, {'email': 'b'}]}}");

            assertThat(pendo.asked())
                    .containsExactly(
                            "POST /api/v1/metadata/visitor/custom/value?create=true"
                                    + " [{\"visitorId\":\"a\",\"values\":{\"firstName\":\"Ada\"}},"
                                    + "{\"visitorId\":\"b\",\"values\":{}}]");
            assertThat(out.at("/Response/usersmissing_DDRQOC/0").asText()).isEqualTo("b");
        }
    }

    @Test
    void aProfileWithoutTheIdOfItsVisitorIsSentNowhere() throws IOException {
        try (FileTrial pendo = trial(PENDO)) {
            assertThatThrownBy(() ->
                            pendo.run(
                                    "pushUserListToPendo_mRGQAnfjru",
                                    "{'parameters': {'visitor_id_key_YMV9Q8': 'mail'}, 'Inputs':"
                                            + " {'value_keys_B09UMF': ['firstName'],"
                                            + " 'user_list_HUKKXT': [{'email': 'a'}]}}"))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("nothing as \"mail\"");
            assertThat(pendo.asked()).isEmpty();
        }
    }

    @Test
    void aViewIsOpenedFromItsJsonAndSlacksFailureIsAFailure() throws IOException {
        try (FileTrial slack =
                trial(
                        SLACK_VIEWS,
                        Answered.ok("{\"ok\": true}"),
                        Answered.ok("{\"ok\": false, \"error\": \"expired_trigger_id\"}"))) {
            String inputs =
                    "{'Inputs': {'trigger_id_ZJOA5N': 't-1', 'view_SSCWQO':"
                            + " '{\\'type\\': \\'modal\\'}'}}".replace("\\'", "\\\\\\'");
            JsonNode out = slack.run("openAView_peRW2JQnc", inputs.replace("\\\\\\'", "\\\""));

            assertThat(out.at("/Outputs/response_HIOU6N").asText()).isEqualTo("{\"ok\":true}");
            assertThat(slack.asked())
                    .containsExactly(
                            "POST /views.open"
                                    + " {\"trigger_id\":\"t-1\",\"view\":{\"type\":\"modal\"}}");
            assertThatThrownBy(() ->
                            slack.run("openAView_peRW2JQnc", inputs.replace("\\\\\\'", "\\\"")))
                    .hasMessageContaining("expired_trigger_id");
        }
    }

    @Test
    void aMessageForOneMemberNeedsTheMember() throws IOException {
        try (FileTrial slack = trial(SLACK_VIEWS, Answered.ok("{\"ok\": true}"))) {
            String chosen = "{'parameters': {'message_type_P5IU1N': 'send_ephemeral'}, 'Inputs': {";
            assertThatThrownBy(() ->
                            slack.run(
                                    "postAMessage_569YEilsgA7",
                                    chosen + "'channel_id_4GX2UR': 'C1', 'text_YYOYR4': 'x'}}"))
                    .isInstanceOf(CardFailure.Invalid.class);
            slack.run(
                    "postAMessage_569YEilsgA7",
                    chosen
                            + "'channel_id_4GX2UR': 'C1', 'user_id_B3PJWG': 'U1', 'text_YYOYR4':"
                            + " 'x'}}");

            assertThat(slack.asked())
                    .containsExactly(
                            "POST /chat.postEphemeral"
                                    + " {\"channel\":\"C1\",\"user\":\"U1\",\"text\":\"x\"}");
        }
    }

    @Test
    void workersAreStreamedPageByPage() throws IOException {
        try (FileTrial workday =
                trial(
                        "workday",
                        Answered.ok("{\"total\": 2, \"data\": [{\"id\": \"1\"}]}"),
                        Answered.ok("{\"total\": 2, \"data\": [{\"id\": \"2\"}]}"))) {
            workday.run(
                    "searchWorkers_IQh7ZBbhg",
                    "{'parameters': {'result_set_IMFK48': 'stream_matching_records'}}");

            assertThat(workday.streamed.stream().map(worker -> worker.path("ID").asText()))
                    .containsExactly("1", "2");
            assertThat(workday.asked().getLast()).contains("offset=1");
        }
    }
}
