package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/**
 * How smoothly a flow of 200 cards is panned: prints the longest frame and the longest task, each
 * with its budget. No test, because a busy machine decides about it; close everything else.
 */
class BuilderPanningBench {
    private static final String OURS = "/api/hookline/v1";
    private static final int CARDS = 200;
    private static final int BUDGET_MILLIS = 100;
    private static final int STEPS = 300;

    /** Notes every frame's length and every task that blocked for longer than 50 ms. */
    private static final String WATCH =
            """
            () => {
              const watched = { frames: [], tasks: [], going: true }
              window.watched = watched
              new PerformanceObserver((list) => list.getEntries().forEach((entry) => watched.tasks.push(entry.duration)))
                .observe({ type: 'longtask' })
              let last = performance.now()
              const frame = (now) => {
                watched.frames.push(now - last)
                last = now
                if (watched.going) requestAnimationFrame(frame)
              }
              requestAnimationFrame(frame)
            }
            """;

    private static final String RESULT =
            """
            () => {
              window.watched.going = false
              const frames = window.watched.frames.slice(1).sort((a, b) => a - b)
              return { frames: frames.length, longest: Math.round(frames.at(-1)), middle: Math.round(frames[frames.length >> 1]),
                longestTask: Math.round(Math.max(0, ...window.watched.tasks)), drawn: document.querySelectorAll('.builder-card').length }
            }
            """;

    @Test
    void pansOverTwoHundredCards(@TempDir Path folder) throws IOException {
        try (Hookline hookline = Hookline.start(Hookline.Settings.in(folder));
                ConsoleBrowser browser = ConsoleBrowser.at(hookline.url())) {
            JsonNode flow = longFlow(hookline);
            Page page = browser.window(1280, ColorScheme.LIGHT);
            browser.signIn(page);
            browser.go(page, "/flows/" + Workspace.id(flow) + "/edit");
            page.waitForSelector(".builder-card");
            page.mouse().move(640, 700);
            // Once over all cards before it counts, so that code and fonts are there.
            pan(page.mouse(), 1);
            page.evaluate(WATCH);
            pan(page.mouse(), -1);
            JsonNode seen = new ObjectMapper().valueToTree(page.evaluate(RESULT));
            print("longest frame", seen.get("longest").asInt());
            print("middle frame", seen.get("middle").asInt());
            print("longest task", seen.get("longestTask").asInt());
            assertThat(seen.get("frames").asInt())
                    .as("frames, of which the figures are")
                    .isGreaterThan(20);
            assertThat(seen.get("drawn").asInt()).as("cards that were drawn").isLessThan(CARDS / 2);
        }
    }

    private static void print(String figure, int millis) {
        System.out.println(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("bench", "builder")
                        .put("cards", CARDS)
                        .put("figure", figure)
                        .put("millis", millis)
                        .put("budget", BUDGET_MILLIS));
    }

    private static void pan(Mouse mouse, int direction) {
        for (int step = 0; step < STEPS; step++) {
            mouse.wheel(240 * direction, 0);
        }
    }

    /** The published phishing flow with one of its cards many times in a row. */
    private static JsonNode longFlow(Hookline hookline) throws IOException {
        Workspace workspace = new Workspace(hookline.api());
        JsonNode flow = workspace.importFlows(Checkout.ownPhishingFlow(), "Long").at("/flows/0");
        String path = OURS + "/flows/" + Workspace.id(flow) + "/document";
        ObjectNode document = (ObjectNode) hookline.api().get(path).expect(200).json();
        ArrayNode methods = (ArrayNode) document.at("/data/methods");
        ObjectNode orderings = (ObjectNode) document.at("/data/orderings");
        JsonNode compose =
                StreamSupport.stream(methods.spliterator(), false)
                        .filter(one -> one.path("uuid").asText().equals("writeText"))
                        .findFirst()
                        .orElseThrow();
        String last = "tellSlack";
        for (int number = methods.size(); number < CARDS; number++) {
            ObjectNode copy = compose.deepCopy();
            String uuid = "copy%05d".formatted(number);
            copy.put("uuid", uuid).putObject("pins");
            methods.add(copy);
            orderings.putArray("order" + number).add(last).add(uuid);
            last = uuid;
        }
        hookline.api().put(path, document).expect(200);
        return flow;
    }
}
