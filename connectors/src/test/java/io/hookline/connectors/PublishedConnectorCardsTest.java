package io.hookline.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Every card of a connector that published flows use is installed, or it is known why not. */
class PublishedConnectorCardsTest {
    /** With the reasons in {@code docs/connector-files.md}. */
    private static final Set<String> NOT_HERE =
            Set.of(
                    "gmail.addDelegate",
                    "gmail.deleteDelegate",
                    "gmail.forwardEmails",
                    "gmail.setAutoReply",
                    "jira2.issueUpdated",
                    "securecodewarrior_a770f79565564ffa8e4d965487451425"
                            + ".checkAssessmentCompletionForUser");

    private static List<String> published() throws IOException {
        try (InputStream list =
                PublishedConnectorCardsTest.class.getResourceAsStream(
                        "/published-connector-cards.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void allButTheOnesWithAReasonAreInstalled() throws IOException {
        assertThat(published()).hasSize(202);
        assertThat(published())
                .filteredOn(card -> CardReferenceTest.CATALOG.find(card).isEmpty())
                .containsExactlyInAnyOrderElementsOf(NOT_HERE);
    }
}
