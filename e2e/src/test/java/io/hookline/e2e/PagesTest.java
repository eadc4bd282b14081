package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pages as a person sees them: signs in, follows every link, nothing is broken or leaked. */
class PagesTest {
    private static final Path BROWSER =
            Path.of(
                    Optional.ofNullable(System.getenv("HOOKLINE_BROWSER"))
                            .orElse("/usr/bin/chromium"));
    private static final int ENOUGH = 40;

    @Test
    void everyPageCanBeReadAfterSigningIn(@TempDir Path folder) {
        assumeTrue(Files.isExecutable(BROWSER), () -> BROWSER + " is not installed");
        try (SlackServer slack = new SlackServer();
                Hookline hookline = Hookline.start(Hookline.Settings.in(folder));
                Playwright playwright =
                        Playwright.create(
                                new Playwright.CreateOptions()
                                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser =
                        playwright
                                .chromium()
                                .launch(
                                        new BrowserType.LaunchOptions()
                                                .setExecutablePath(BROWSER)
                                                .setArgs(List.of("--no-sandbox")))) {
            JsonNode flow = fill(hookline, slack);
            Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 800));
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    complaints.add(page.url() + ": " + message.text());
                }
            });
            page.onPageError(error -> complaints.add(page.url() + ": " + error));
            page.onResponse(response -> {
                if (response.status() >= 400) {
                    complaints.add(response.status() + " " + response.url());
                }
            });

            signIn(page, hookline);
            readEveryPage(page, hookline, flow);
            assertThat(complaints).isEmpty();
        }
    }

    /** A hook, a flow, an execution and events, so that no page is empty. */
    private static JsonNode fill(Hookline hookline, SlackServer slack) {
        Workspace workspace = new Workspace(hookline.api());
        JsonNode flow = workspace.alertingFlow(Checkout.ownPhishingFlow(), slack);
        workspace.createHook(
                "Phishing attempts",
                flow.get("invokeUrl").asText(),
                List.of(Events.MFA),
                Optional.of(Events.PHISHING_FILTER));
        workspace.ingest(Events.phishing("<b>ada</b>@example.org", "203.0.113.7"));
        slack.awaitMessages(1, Duration.ofSeconds(20));
        workspace.awaitEnded(flow, 1);
        return flow;
    }

    private static void signIn(Page page, Hookline hookline) {
        page.navigate(hookline.url() + "/");
        screenshot(page, "sign-in");
        Locator user = page.locator("input[type=text], input:not([type])");
        if (user.count() > 0 && user.first().isVisible()) {
            user.first().fill("admin");
        }
        page.locator("input[type=password]").fill(Hookline.PASSWORD);
        page.locator("button[type=submit], input[type=submit]").first().click();
        page.waitForLoadState();
        assertThat(page.locator("input[type=password]").count()).as("signed in").isZero();
    }

    private static void readEveryPage(Page page, Hookline hookline, JsonNode flow) {
        String home = hookline.url().toString();
        Deque<String> toVisit = new ArrayDeque<>(List.of(page.url()));
        Set<String> seen = new LinkedHashSet<>(toVisit);
        StringBuilder everything = new StringBuilder();
        int number = 0;
        while (!toVisit.isEmpty() && number < ENOUGH) {
            page.navigate(toVisit.poll());
            screenshot(page, "page-%02d".formatted(++number));
            String html = page.content();
            everything.append(html);
            assertThat(page.title()).as(page.url()).isNotBlank();
            assertThat(html)
                    .as(page.url())
                    .doesNotContain(flow.get("clientToken").asText())
                    .doesNotContain("xoxb-e2e-secret-token")
                    .doesNotContain("<b>ada</b>");
            for (Locator link : page.locator("a[href]").all()) {
                String target = page.evaluate("a => a.href", link.elementHandle()).toString();
                // The console has tests of its own.
                boolean leaves = target.startsWith(home + "/console");
                if (target.startsWith(home) && !leaves && seen.add(target.replaceAll("#.*", ""))) {
                    toVisit.add(target);
                }
            }
        }
        assertThat(seen).as("hooks, flows, executions and the log").hasSizeGreaterThanOrEqualTo(4);
        assertThat(everything)
                .contains("Phishing attempts")
                .contains(flow.get("name").asText())
                .contains("Alert the security channel")
                .contains(Events.MFA);
    }

    private static void screenshot(Page page, String name) {
        Path folder = Path.of(System.getProperty("hookline.screenshots", "target/screenshots"));
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(folder.resolve(name + ".png"))
                        .setFullPage(true));
    }
}
