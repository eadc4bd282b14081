package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class BundledConnectorsTest {
    private static final Path FOLDER =
            Path.of(
                    System.getProperty("hookline.root", ".."),
                    "connectors/src/main/resources/connectors");

    private static String file(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name + ".yaml"));
    }

    private static JsonNode json(String text) {
        return JsonText.read(text.replace('\'', '"'));
    }

    @Test
    void everyFileOfTheFolderIsBundledUnderItsId() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(ConnectorFiles.bundled(FileTrial.NO_CALLS))
                    .extracting(connector -> connector.id() + ".yaml")
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString()).toList());
        }
    }

    /**
     * How long an action is, in lines that are neither blank nor a remark: a peer writes 50 to 150
     * lines of a programming language for one. Printed, so that a new version of the format can be
     * compared.
     */
    @Test
    void anActionIsNoLongerThanItWas() throws IOException {
        List<Integer> lengths = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file);
                String actions = text.substring(text.indexOf("\nactions:\n") + 10);
                List<Integer> its =
                        Arrays.stream(actions.split("(?m)^  (?=[A-Za-z0-9_-]+:)"))
                                .map(action ->
                                        (int)
                                                action.lines()
                                                        .map(String::strip)
                                                        .filter(line ->
                                                                !line.isEmpty()
                                                                        && !line.startsWith("#"))
                                                        .count())
                                .filter(lines -> lines > 0)
                                .toList();
                System.out.printf(
                        "%-60s %3d actions, %5.1f lines each%n",
                        file.getFileName(),
                        its.size(),
                        its.stream().mapToInt(Integer::intValue).average().orElseThrow());
                lengths.addAll(its);
            }
        }
        double average = lengths.stream().mapToInt(Integer::intValue).average().orElseThrow();
        int median = lengths.stream().sorted().skip(lengths.size() / 2).findFirst().orElseThrow();
        System.out.printf(
                "%d actions: %.1f lines on average, half have %d at most%n",
                lengths.size(), average, median);

        assertThat(median).isLessThanOrEqualTo(18);
        assertThat(average).isLessThan(21.5);
    }

    @Test
    void gitHubUpdatesAFileWithTheHashOfItsOldContent() throws IOException {
        try (FileTrial github =
                FileTrial.answering(
                        file("github"),
                        Answered.ok("{\"sha\": \"old\"}"),
                        Answered.ok(
                                """
                                {"content": {"name": "plan.md", "path": "notes/plan.md", "sha": "new",
                                 "html_url": "https://github.com/octo/hello/blob/main/notes/plan.md"}}\
                                """))) {
            JsonNode out =
                    github.run(
                            "updateFileContent",
                            """
                            {'parameters': {'repo': 'octo/hello', 'branchField': 'Provide Branch'},
                             'File': {'Message': 'Plan', 'Path': 'notes/a plan.md', 'Branch Name': 'topic/one',
                              'File Content': {'name': 'p', 'contentType': 'text/plain', 'base64': 'b2s='}}}\
                            """);

            assertThat(out.at("/File/Content SHA").asText()).isEqualTo("new");
            assertThat(github.asked())
                    .containsExactly(
                            "GET /repos/octo/hello/contents/notes/a%20plan.md?ref=topic%2Fone",
                            "PUT /repos/octo/hello/contents/notes/a%20plan.md"
                                    + " {\"message\":\"Plan\",\"content\":\"b2s=\",\"sha\":\"old\","
                                    + "\"branch\":\"topic/one\"}");
            assertThat(github.endpoint.asked().getLast().header("Authorization"))
                    .isEqualTo("Bearer s3cret-token");
            assertThat(github.endpoint.asked().getLast().header("X-GitHub-Api-Version"))
                    .isEqualTo("2022-11-28");
            assertThat(github.endpoint.asked().getLast().header("Idempotency-Key"))
                    .isEqualTo("execution/7");
        }
    }

    @Test
    void gitHubSearchesForTheWholeAddressOnly() throws IOException {
        try (FileTrial github =
                FileTrial.answering(
                        file("github"),
                        Answered.ok("{\"items\": [{\"login\": \"ada\", \"id\": 7}]}"))) {
            JsonNode out =
                    github.run(
                            "searchUsers",
                            "{'parameters': {'org': '-- Not In Org --'}, 'User': {'Public Email':"
                                    + " 'a@example.org org:other'}}");

            assertThat(out.at("/Result/Username").asText()).isEqualTo("ada");
            assertThat(github.endpoint.asked().getFirst().uri().getQuery())
                    .contains("q=\"a@example.org+org:other\"+in:email");
        }
    }

    @Test
    void gitHubFindsABranchOnALaterPage() throws IOException {
        try (FileTrial github =
                FileTrial.of(
                        file("github"),
                        asked ->
                                asked.uri().toString().contains("page=2")
                                        ? Answered.ok(
                                                "[{\"name\": \"main\", \"commit\": {\"sha\":"
                                                        + " \"m\"}}]")
                                        : Answered.ok(
                                                        "[{\"name\": \"dev\", \"commit\": {\"sha\":"
                                                                + " \"d\"}}]")
                                                .with(
                                                        "Link",
                                                        "</repos/octo/hello/branches?page=2>;"
                                                                + " rel=\"next\""))) {
            JsonNode out =
                    github.run(
                            "searchBranches",
                            "{'parameters': {'repo': 'octo/hello', 'resultSet': 'First Matching"
                                    + " Record'}, 'Branch': {'Name': 'main'}}");

            assertThat(out).isEqualTo(json("{'Result': {'Name': 'main', 'Commit SHA': 'm'}}"));
        }
    }

    @Test
    void gitHubsSpentLimitIsWaitedForUntilItsReset() throws IOException {
        try (FileTrial github =
                FileTrial.answering(
                        file("github"),
                        Answered.of(403, "{\"message\": \"API rate limit exceeded\"}")
                                .with("X-RateLimit-Remaining", "0")
                                .with(
                                        "X-RateLimit-Reset",
                                        Long.toString(Instant.now().getEpochSecond() + 900)))) {
            assertThatThrownBy(() ->
                            github.run(
                                    "addUserToRepository",
                                    "{'Repository': {'Owner': 'octo', 'Name': 'hello'}, 'User':"
                                            + " {'Username': 'ada'}}"))
                    .isInstanceOfSatisfying(
                            CardFailure.RateLimited.class,
                            limited ->
                                    assertThat(limited.awaited().orElseThrow().toSeconds())
                                            .isBetween(600L, 902L))
                    .hasMessageContaining("GitHub says: API rate limit exceeded");
        }
    }

    @Test
    void jiraCreatesAnIssueWithTheFieldsOfTheFlow() throws IOException {
        try (FileTrial jira =
                FileTrial.answering(
                        file("jira2"),
                        Answered.ok(
                                "[{\"id\": \"customfield_10001\", \"name\": \"Seats\","
                                        + " \"custom\": true}]"),
                        Answered.of(
                                201,
                                "{\"id\": \"10001\", \"key\": \"HELP-7\", \"self\":"
                                        + " \"https://x/10001\"}"))) {
            JsonNode out =
                    jira.run(
                            "createIssue",
                            """
                            {'parameters': {'project': 'HELP', 'issueType': '10002'},
                             'Fields': {'Summary': 'New laptop', 'Components': ['IT', 'Desk'], 'customfield_10001': 3}}\
                            """);

            assertThat(out.at("/Issue/URL").asText())
                    .isEqualTo(jira.endpoint.uri("/browse/HELP-7").toString());
            assertThat(JsonText.read(jira.endpoint.asked().getLast().body()))
                    .isEqualTo(
                            json(
                                    """
                                    {'fields': {'customfield_10001': 3, 'project': {'key': 'HELP'},
                                     'issuetype': {'id': '10002'}, 'summary': 'New laptop',
                                     'components': [{'name': 'IT'}, {'name': 'Desk'}]}}\
                                    """));
        }
    }

    @Test
    void jiraStreamsIssuesPageByPage() throws IOException {
        try (FileTrial jira =
                FileTrial.of(
                        file("jira2"),
                        asked ->
                                asked.uri().toString().contains("nextPageToken=t1")
                                        ? Answered.ok(
                                                "{\"issues\": [{\"key\": \"A-3\", \"id\": \"3\"}],"
                                                        + " \"isLast\": true}")
                                        : Answered.ok(
                                                "{\"issues\": [{\"key\": \"A-1\", \"id\": \"1\"},"
                                                        + " {\"key\": \"A-2\", \"id\": \"2\"}],"
                                                        + " \"nextPageToken\": \"t1\"}"))) {
            JsonNode out =
                    jira.run(
                            "searchIssues",
                            "{'parameters': {'resultSet': 'Stream Matching Records'}, 'Search':"
                                    + " {'JQL Query': 'project = A'}}");

            assertThat(out.at("/Result/Records Streamed").asInt()).isEqualTo(3);
            assertThat(jira.streamed)
                    .extracting(record -> record.path("Key").asText())
                    .isEqualTo(List.of("A-1", "A-2", "A-3"));
        }
    }

    @Test
    void jiraOffersTheProjectsThatMatch() throws IOException {
        try (FileTrial jira =
                FileTrial.answering(
                        file("jira2"),
                        Answered.ok(
                                "{\"values\": [{\"key\": \"HELP\", \"name\": \"Help desk\"}],"
                                        + " \"isLast\": true}"))) {
            assertThat(jira.choices("createIssue", "project", "{}", "help").choices())
                    .extracting(choice -> choice.value() + " " + choice.label())
                    .containsExactly("HELP Help desk");
            assertThat(jira.asked())
                    .containsExactly("GET /rest/api/3/project/search?query=help&maxResults=50");
        }
    }
}
