package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FieldDefinition;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Fields that only the service knows: asked for by forms, and used while a card runs. */
class LoadedFieldsTest {
    private static final String DESCRIPTION =
            """
            {"fields": [
              {"name": "LastName", "label": "Last Name", "type": "string", "createable": true, "filterable": true},
              {"name": "Score__c", "label": "Score", "type": "double", "createable": true, "filterable": true},
              {"name": "Notes__c", "label": "Notes", "type": "textarea", "createable": true, "filterable": false},
              {"name": "Id", "label": "Record ID", "type": "id", "createable": false, "filterable": true}]}\
            """;
    private static final String JIRA_FIELDS =
            """
            [{"id": "summary", "name": "Summary", "custom": false, "schema": {"type": "string"}},
             {"id": "customfield_1", "name": "Start Date", "custom": true, "schema": {"type": "date"}},
             {"id": "customfield_2", "name": "Seats", "custom": true, "schema": {"type": "number"}},
             {"id": "customfield_3", "name": "Team", "custom": true, "schema": {"type": "string"}},
             {"id": "customfield_4", "name": "Team", "custom": true, "schema": {"type": "string"}}]\
            """;

    private static String file(String name) throws IOException {
        return Files.readString(
                Path.of(
                        System.getProperty("hookline.root", ".."),
                        "connectors/src/main/resources/connectors",
                        name + ".yaml"));
    }

    @Test
    void salesforceSaysWhichFieldsARecordOfATypeCanBeGiven() throws IOException {
        try (FileTrial salesforce =
                FileTrial.answering(file("salesforce2_29"), Answered.ok(DESCRIPTION))) {
            List<FieldDefinition> fields =
                    salesforce.fields(
                            "createRecord",
                            "Record Fields",
                            "{'parameters': {'recordType': 'Contact'}}");

            assertThat(fields)
                    .extracting(
                            FieldDefinition::group,
                            FieldDefinition::key,
                            FieldDefinition::label,
                            field -> field.type().kind().word())
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "Record Fields", "LastName", "Last Name", "string"),
                            org.assertj.core.groups.Tuple.tuple(
                                    "Record Fields", "Score__c", "Score", "number"),
                            org.assertj.core.groups.Tuple.tuple(
                                    "Record Fields", "Notes__c", "Notes", "string"));
            assertThat(salesforce.asked())
                    .containsExactly("GET /services/data/v59.0/sobjects/Contact/describe");
        }
    }

    @Test
    void salesforceSearchesByTheFieldsThatAFlowAddsAndFollowsThePages() throws IOException {
        try (FileTrial salesforce =
                FileTrial.answering(
                        file("salesforce2_29"),
                        Answered.ok(
                                "{\"records\": [{\"Id\": \"003A\"}], \"nextRecordsUrl\":"
                                        + " \"/services/data/v59.0/query/01g-2000\"}"),
                        Answered.ok("{\"records\": [{\"Id\": \"003B\"}]}"))) {
            JsonNode out =
                    salesforce.run(
                            "searchRecords",
                            "{'parameters': {'recordType': 'Contact'}, 'Fields': {'Email':"
                                    + " 'o`neil@example.org', 'Score__c': 3}}".replace('`', '’'));

            assertThat(out.at("/Records/Record IDs").toString()).isEqualTo("[\"003A\",\"003B\"]");
            assertThat(salesforce.endpoint.asked().getFirst().uri().getQuery())
                    .isEqualTo(
                            "q=SELECT+Id+FROM+Contact+WHERE+Email+=+'o’neil@example.org'+AND+Score__c+=+3");
        }
    }

    @Test
    void aQuoteInAValueEndsNoConditionAndANameIsOnlyAName() throws IOException {
        try (FileTrial salesforce =
                FileTrial.answering(file("salesforce2_29"), Answered.ok("{\"records\": []}"))) {
            salesforce.run(
                    "searchRecords",
                    "{'parameters': {'recordType': 'Contact'}, 'Fields': {'Email': 'a\\u0027 OR"
                            + " Name != \\u0027b'}}");
            assertThat(salesforce.endpoint.asked().getFirst().uri().getQuery())
                    .contains("Email+=+'a\\'+OR+Name+!=+\\'b'");

            assertThatThrownBy(() ->
                            salesforce.run(
                                    "searchRecords",
                                    "{'parameters': {'recordType': 'Contact'}, 'Fields': {'Id !="
                                            + " null OR Name': 'b'}}"))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("is no name of letters, digits and _");
            assertThat(salesforce.asked()).hasSize(1);
        }
    }

    @Test
    void aSearchWithoutAnyConditionIsRefused() throws IOException {
        try (FileTrial salesforce = FileTrial.answering(file("salesforce2_29"))) {
            assertThatThrownBy(() ->
                            salesforce.run(
                                    "searchRecords",
                                    "{'parameters': {'recordType': 'Contact'}, 'Fields':"
                                            + " {'Email': ''}}"))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("is blank");
            assertThat(salesforce.asked()).isEmpty();
        }
    }

    @Test
    void jiraIsSentTheIdsOfFieldsThatAFlowNames() throws IOException {
        try (FileTrial jira =
                FileTrial.answering(
                        file("jira2"),
                        Answered.ok(JIRA_FIELDS),
                        Answered.of(201, "{\"id\": \"7\", \"key\": \"HEL-7\"}"))) {
            jira.run(
                    "createIssue",
                    "{'parameters': {'project': 'HEL', 'issueType': '1'}, 'Fields': {'Summary':"
                            + " 'New', 'Seats': 3, 'customfield_3': 'blue'}}");

            assertThat(jira.asked().getLast())
                    .contains("\"customfield_2\":3", "\"customfield_3\":\"blue\"")
                    .doesNotContain("Seats");
        }
    }

    @Test
    void aFieldThatJiraLacksOrHasTwiceIsAnErrorAndNothingIsMade() throws IOException {
        try (FileTrial jira = FileTrial.of(file("jira2"), asked -> Answered.ok(JIRA_FIELDS))) {
            for (String key : List.of("Sets", "Team")) {
                assertThatThrownBy(() ->
                                jira.run(
                                        "createIssue",
                                        "{'parameters': {'project': 'HEL', 'issueType': '1'},"
                                                + " 'Fields': {'Summary': 'New', '"
                                                + key
                                                + "': 'x'}}"))
                        .isInstanceOf(CardFailure.Invalid.class)
                        .hasMessageContaining("\"" + key + "\"");
            }
            assertThat(jira.asked()).allMatch(request -> request.startsWith("GET "));
        }
    }

    @Test
    void aRowIsWrittenByTheNumbersOfItsColumns() throws IOException {
        try (FileTrial sheets =
                FileTrial.answering(
                        file("googlesheets2_29"),
                        Answered.ok("{\"values\": [[\"Name\", \"\", \"Time\"]]}"),
                        Answered.ok("{\"updates\": {\"updatedRange\": \"'My List'!A5:C5\"}}"))) {
            String chosen = "{'parameters': {'spreadsheet': 's-1', 'worksheet': 'My List'}";
            assertThat(sheets.fields("createRow", "Columns", chosen + "}"))
                    .extracting(FieldDefinition::key)
                    .containsExactly("0-Name", "1-", "2-Time");

            JsonNode out =
                    sheets.run(
                            "createRow",
                            chosen + ", 'Columns': {'2-Time': '12:00', '0-Name': '=Ada'}}");

            assertThat(out.at("/Output/Row Number").asInt()).isEqualTo(5);
            assertThat(sheets.asked().getFirst())
                    .isEqualTo("GET /v4/spreadsheets/s-1/values/'My%20List'!1:1");
            assertThat(sheets.asked().getLast())
                    .startsWith("POST /v4/spreadsheets/s-1/values/'My%20List':append?")
                    .contains("valueInputOption=RAW")
                    .endsWith("{\"values\":[[\"=Ada\",null,\"12:00\"]]}");
        }
    }

    @Test
    void rowsAreReadUnderTheNamesOfTheirColumns() throws IOException {
        try (FileTrial sheets =
                FileTrial.answering(
                        file("googlesheets2_29"),
                        Answered.ok(
                                "{\"values\": [[\"Name\", \"Age\"], [\"Ada\", \"36\"], [],"
                                        + " [\"Bob\"]]}"))) {
            JsonNode rows =
                    sheets.run(
                                    "readAllRows",
                                    "{'parameters': {'spreadsheet': 's-1', 'worksheet': 'W'}}")
                            .at("/Outputs/Rows");

            assertThat(rows.toString())
                    .isEqualTo(
                            "[{\"Row"
                                + " Number\":2,\"Columns\":{\"0-Name\":\"Ada\",\"1-Age\":\"36\"}},{\"Row"
                                + " Number\":3,\"Columns\":{\"0-Name\":\"\",\"1-Age\":\"\"}},{\"Row"
                                + " Number\":4,\"Columns\":{\"0-Name\":\"Bob\",\"1-Age\":\"\"}}]");
        }
    }

    @Test
    void aWorksheetIsFoundByItsTitleOrIsAnError() throws IOException {
        try (FileTrial sheets =
                FileTrial.of(
                        file("googlesheets2_29"),
                        asked ->
                                Answered.ok(
                                        "{\"sheets\": [{\"properties\": {\"title\": \"A\","
                                                + " \"sheetId\": 1}}, {\"properties\": {\"title\":"
                                                + " \"B\", \"sheetId\": 22, \"sheetType\":"
                                                + " \"GRID\"}}]}"))) {
            String chosen = "{'parameters': {'spreadsheet': 's-1'}, 'Worksheet': {'Name': '";
            JsonNode out = sheets.run("readWorksheetInfo", chosen + "B'}}").path("Output");

            assertThat(out.path("Worksheet ID").asText()).isEqualTo("22");
            assertThat(out.path("Worksheet URL").asText())
                    .isEqualTo("https://docs.google.com/spreadsheets/d/s-1/edit#gid=22");
            assertThatThrownBy(() -> sheets.run("readWorksheetInfo", chosen + "C'}}"))
                    .isInstanceOf(CardFailure.NotFound.class);
        }
    }
}
