package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.template.ApiClient;
import io.hookline.server.template.SampleWorld;
import io.hookline.server.template.TemplateFolder;
import io.hookline.server.template.TemplateTester;
import io.hookline.server.template.TemplateTester.Outcome;
import io.hookline.server.template.Templates;
import io.hookline.server.template.Variant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The detections that come with Hookline notice what they must, act on it once, and ignore the
 * rest.
 */
class TemplateSamplesTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("hookline.root", ".."), "templates");

    private static SampleWorld world;
    private static ScratchServer server;
    private static ApiClient api;
    private static TemplateTester tester;

    @BeforeAll
    static void start() {
        world = SampleWorld.start();
        server = ScratchServer.start();
        api = new ApiClient(server.url(), server.token());
        tester = new TemplateTester(api, world);
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
        world.close();
    }

    static List<String> names() throws IOException {
        return Files.readAllLines(FOLDER.resolve("names.txt"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everySampleEndsAsExpectedInBothVariants(String name) {
        TemplateFolder folder = Templates.inFolder(FOLDER.resolve(name));
        for (Variant variant : Variant.values()) {
            List<Outcome> outcomes = tester.test(folder, variant);
            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.mistakes()).isEmpty());
            assertThat(outcomes)
                    .extracting(Outcome::way)
                    .contains("one by one", "again", "one batch");
        }
    }

    @Test
    void aSampleThatEndsOtherwiseSaysWhatIsMissingWhatIsTooMuchAndWhatDecided() throws IOException {
        TemplateFolder whole = Templates.inFolder(FOLDER.resolve("phishing-attempt-stopped"));
        String wrong =
                """
                  - name: nothing is expected of it
                    events: [stopped]
                    rows: {handled: 7}
                  - name: too much is expected of it
                    events: [signedIn]
                    effects: [{call: POST /slack/chat.postMessage, says: [Eve]}]
                """;
        String samples =
                whole.sampleFile()
                        .orElseThrow()
                        .replaceFirst("(?s)samples:\\n.*", "samples:\n" + wrong);
        TemplateFolder folder = new TemplateFolder("x", whole.file(), Optional.of(samples));

        List<Outcome> outcomes = tester.test(folder, Variant.ALERT);

        Outcome first = outcomes.getFirst();
        assertThat(first.happened()).isEqualTo(1);
        assertThat(first.mistakes().getFirst())
                .startsWith("did not expect POST /slack/chat.postMessage: ")
                .contains("Ada Example");
        assertThat(first.mistakes().getLast())
                .isEqualTo("the table 'Handled phishing attempts' has 1 rows, not 7");
        Outcome last = outcomes.getLast();
        assertThat(last.mistakes())
                .containsExactly("expected POST /slack/chat.postMessage that says [Eve]");
        assertThat(last.decided()).isEqualTo("hook: filter of user.authentication.auth_via_mfa");
    }
}
