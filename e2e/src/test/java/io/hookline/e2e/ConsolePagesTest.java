package io.hookline.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every page of the console: with and without data, light and dark, wide and narrow. */
class ConsolePagesTest {
    private static final List<String> PAGES =
            List.of("/event-hooks", "/system-log", "/flows", "/executions", "/nowhere");

    private static final String LONG =
            "フック قرصنة " + "a-name-without-a-single-space-".repeat(5) + "end";

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    @Test
    void canBeUsedByEverybodyWithAndWithoutData(@TempDir Path folder) {
        try (SlackServer slack = new SlackServer();
                Hookline hookline = Hookline.start(Hookline.Settings.in(folder));
                ConsoleBrowser browser = ConsoleBrowser.at(hookline.url())) {
            for (int width : List.of(1280, 390)) {
                for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    Page page = browser.window(width, scheme);
                    browser.look(page, "sign-in-" + ConsoleBrowser.name(width, scheme));
                    page.context().close();
                }
            }
            visit(browser, "empty", PAGES);

            Workspace workspace = new Workspace(hookline.api());
            JsonNode flow = workspace.alertingFlow(Checkout.ownPhishingFlow(), slack);
            String url = flow.get("invokeUrl").asText();
            JsonNode hook =
                    workspace.createHook(
                            LONG, url, List.of(Events.MFA), Optional.of(Events.PHISHING_FILTER));
            workspace.ingest(Events.phishing("<b>ada</b>@example.org", "203.0.113.7"));
            slack.awaitMessages(1, Duration.ofSeconds(20));
            JsonNode ended = workspace.awaitEnded(flow, 1).getFirst();

            List<String> more =
                    List.of(
                            "/event-hooks/" + Workspace.id(hook),
                            "/executions/" + Workspace.id(ended));
            visit(browser, "some", PAGES);
            visit(browser, "one", more);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void visit(ConsoleBrowser browser, String data, List<String> paths) {
        browser.visit(
                paths,
                path -> data + "-" + path.replaceAll("/(who|0)\\w[\\w-]+", "-one").replace("/", ""),
                page -> assertThat(page.content()).doesNotContain("<b>ada</b>"));
    }

    @Test
    void isSignedInToAndOutOfAndTakesNoWrongPassword(@TempDir Path folder) {
        try (Hookline hookline = Hookline.start(Hookline.Settings.in(folder));
                ConsoleBrowser browser = ConsoleBrowser.at(hookline.url())) {
            Page page = browser.window(1280, ColorScheme.LIGHT);
            page.locator("input[name=password]").fill("not the password");
            page.getByRole(AriaRole.BUTTON, named("Sign in")).click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("Name or password is wrong");
            // The browser itself reports the refusal.
            browser.complaints().clear();

            browser.go(page, "/system-log?q=ada");
            browser.signIn(page);
            assertThat(page.getByRole(AriaRole.HEADING, named("System Log"))).isVisible();
            assertThat(page.getByLabel("Words")).hasValue("ada");

            page.getByRole(AriaRole.BUTTON, named("Signed in as admin")).click();
            page.getByRole(AriaRole.BUTTON, named("Sign out").setExact(true)).click();
            assertThat(page.getByRole(AriaRole.HEADING, named("Sign in"))).isVisible();
            page.reload();
            assertThat(page.getByRole(AriaRole.HEADING, named("Sign in"))).isVisible();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void isUsedWithTheKeyboardAlone(@TempDir Path folder) {
        try (Hookline hookline = Hookline.start(Hookline.Settings.in(folder));
                ConsoleBrowser browser = ConsoleBrowser.at(hookline.url())) {
            Page page = browser.window(1280, ColorScheme.DARK);
            assertThat(page.locator("input[name=password]")).isFocused();
            page.keyboard().type(Hookline.PASSWORD);
            page.keyboard().press("Enter");
            page.waitForSelector("[data-signed-in=true]");

            page.keyboard().press("Control+k");
            page.getByRole(AriaRole.COMBOBOX).waitFor();
            page.keyboard().type("history");
            assertThat(page.getByRole(AriaRole.OPTION, named("Execution History"))).isVisible();
            browser.look(page, "palette");
            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.HEADING, named("Execution History"))).isVisible();

            page.getByRole(AriaRole.BUTTON, named("Signed in as admin")).focus();
            page.keyboard().press("Enter");
            browser.look(page, "settings");
            page.getByLabel("Show times in UTC").focus();
            page.keyboard().press("Space");
            assertThat(page.getByLabel("Show times in UTC")).isChecked();
            page.keyboard().press("Escape");

            hookline.api().post("/api/v1/logs", Events.signedIn("ada@example.org", "203.0.113.7"));
            browser.go(page, "/system-log");
            assertThat(page.locator("time").first()).containsText("UTC");
            page.locator(".event").first().focus();
            page.keyboard().press("Enter");
            assertThat(page.getByText("What happened to it")).isVisible();
            browser.look(page, "event");
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
