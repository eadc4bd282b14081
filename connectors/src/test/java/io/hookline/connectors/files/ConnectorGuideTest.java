package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.connectors.TestingEndpoint.Answered;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The guide shows what works. */
class ConnectorGuideTest {
    private static final Path GUIDE =
            Path.of(System.getProperty("hookline.root", ".."), "docs/connector-files.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(GUIDE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String block(String start) throws IOException {
        return blocks().stream().filter(text -> text.startsWith(start)).findFirst().orElseThrow();
    }

    @Test
    void theFirstExampleRuns() throws IOException {
        try (FileTrial desk =
                FileTrial.answering(
                        blocks().getFirst(),
                        Answered.ok(
                                "{\"state\": \"closed\", \"closed\": {\"at\":"
                                        + " \"2026-11-29T12:00:00Z\"}}"))) {
            assertThat(
                            desk.run("closeTicket", "{'Ticket': {'ID': '7', 'Reason': 'done'}}")
                                    .at("/Ticket/State")
                                    .asText())
                    .isEqualTo("closed");
            assertThat(desk.asked())
                    .containsExactly(
                            "PUT /api/tickets/7 {\"state\":\"closed\",\"reason\":\"done\"}");
        }
    }

    @Test
    void inputsRequestsAndOutputsAreReadAsTheyAreWritten() throws IOException {
        String file =
                """
                format: 1
                id: guide
                name: Guide
                tried: false
                connection: {auth: [token]}
                fields: {team: The team}
                """
                        + block("errors:")
                        + "shapes:"
                        + block("out:").split("shapes:")[1]
                        + """
                        actions:
                          look:
                            title: Look
                            help: Looks.
                            request: GET /x/{User/id}
                        """
                        + block("in:").indent(4)
                        + block("out:").split("shapes:")[0].indent(4)
                        + """
                          find:
                            title: Find
                            help: Finds.
                            request: GET /x
                            in:
                              Search: {Name: The name}
                        """
                        + block("list:").indent(4)
                        + """
                          search:
                            title: Search
                            help: Searches.
                            in:
                              parameters: {searchBy: (email|filter) How}
                              User: {email: The address, Custom Filter: The filter}
                            out: {Result: {Users: "any $"}}
                        """
                        + block("requests:").indent(4);

        assertThat(ConnectorReader.read(file).actions())
                .extracting(ActionSpec::name)
                .containsExactly("look", "find", "search");
    }
}
