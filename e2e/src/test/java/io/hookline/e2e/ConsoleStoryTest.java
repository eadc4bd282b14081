package io.hookline.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import io.hookline.testing.simulate.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From an empty server to the green execution by clicks, under the labels that people know: setup,
 * import of a published flow, its connection and its channel, an event hook from the wizard to the
 * delivery. Then the server goes away, and comes back.
 */
class ConsoleStoryTest {
    private static final String OURS = "/api/hookline/v1";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, named(button)).click();
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    @Test
    void aPublishedFlowIsImportedAndAlertsOfWhatAHookDelivers(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("phishing.flopack");
        Files.write(
                file,
                Checkout.publishedFlowIfPresent("monitor_unsuccessful_phishing_attempts.flopack")
                        .orElseGet(Checkout::ownPhishingFlow));
        World.Settings settings =
                new World.Settings(
                        0, 0, Published.world(), Optional.empty(), "", InstantSource.system());
        try (World world = World.start(settings);
                Hookline hookline = Hookline.start(withoutPassword(Hookline.Settings.in(folder)));
                ConsoleBrowser browser = ConsoleBrowser.at(hookline.url())) {
            Page page = browser.window(1280, ColorScheme.LIGHT);
            page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            setUp(page, browser, hookline);
            JsonNode flow = importFlow(page, browser, hookline, file);
            setUpFlow(page, browser, flow.path("name").asText(), world);
            copyInvokeUrl(page, flow);

            fillDetails(page);
            browser.look(page, "wizard-details");
            press(page, "Create hook and Continue");
            filter(page, browser);
            preview(page, browser);
            awaitMessages(world, 1);
            press(page, "Continue");
            assertThat(page.getByRole(AriaRole.STATUS).getByText("Active")).isVisible();
            browser.look(page, "wizard-verify");

            Workspace workspace = new Workspace(hookline.api());
            workspace.ingest(Events.phishing("bob@example.org", "203.0.113.9"));
            awaitMessages(world, 2);
            workspace.awaitEnded(flow, 2);
            readWhatHappened(page, browser, flow);

            moveTheTokenIntoTheHeader(page, hookline);
            workspace.ingest(Events.phishing("eve@example.org", "203.0.113.10"));
            awaitMessages(world, 3);
            assertThat(browser.complaints()).isEmpty();

            goesOnWhenTheServerIsBack(page, browser, hookline);
        }
    }

    private static Hookline.Settings withoutPassword(Hookline.Settings usual) {
        Map<String, String> environment = new TreeMap<>(usual.environment());
        environment.remove("HOOKLINE_ADMIN_PASSWORD");
        return new Hookline.Settings(usual.data(), usual.port(), environment, List.of());
    }

    private static void setUp(Page page, ConsoleBrowser browser, Hookline hookline) {
        Matcher link =
                Pattern.compile("http\\S+/console(/setup\\?token=\\S+)").matcher(hookline.output());
        assertThat(link.find()).as(hookline.output()).isTrue();
        browser.go(page, link.group(1));
        page.locator("input[name=password]").fill(Hookline.PASSWORD);
        page.locator("input[name=again]").fill(Hookline.PASSWORD);
        press(page, "Save and sign in");
        press(page, "Continue");
        page.waitForSelector("[data-signed-in=true]");
    }

    /** The flow as the API shows it. */
    private static JsonNode importFlow(
            Page page, ConsoleBrowser browser, Hookline hookline, Path file) {
        page.getByLabel("Pages").getByText("Workflows Console").click();
        page.getByRole(AriaRole.LINK, named("Import")).first().click();
        FileChooser chooser = page.waitForFileChooser(() -> press(page, "Choose files"));
        chooser.setFiles(file);
        assertThat(page.getByText("Connections to set up:")).isVisible();
        browser.look(page, "story-import");
        press(page, "Import");
        assertThat(page.getByRole(AriaRole.HEADING, named("Before you turn this on"))).isVisible();
        return hookline.api().get(OURS + "/flows").expect(200).json().get(0);
    }

    /** The connection, the channel of a list, the data that is saved, and the switch. */
    private static void setUpFlow(Page page, ConsoleBrowser browser, String flow, World world) {
        page.getByLabel("Base URL").fill(world.url() + "/slack/api");
        page.locator("input[type=password]").fill("xoxb-of-the-story");
        press(page, "Set up");
        page.getByRole(AriaRole.COMBOBOX, named("Channel")).click();
        page.getByRole(AriaRole.OPTION).getByText("alerts").click();
        browser.look(page, "story-setup");
        press(page, "Save Channel");
        assertThat(page.getByRole(AriaRole.BUTTON, named("Save Channel"))).hasCount(0);
        page.getByRole(AriaRole.LINK, named(flow)).first().click();
        assertThat(page.getByRole(AriaRole.HEADING, named(flow))).isVisible();
        page.getByLabel("Save all data that passes through the flow").check();
        page.getByLabel("Switch of " + flow)
                .getByText("On", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(
                        page.getByLabel("Switch of " + flow)
                                .getByLabel("On", new Locator.GetByLabelOptions().setExact(true)))
                .isChecked();
    }

    private static void copyInvokeUrl(Page page, JsonNode flow) {
        press(page, "API Endpoint settings");
        press(page, "Copy the Invoke URL");
        assertThat((String) page.evaluate("() => navigator.clipboard.readText()"))
                .contains(flow.path("alias").asText(), "/invoke?clientToken=");
        page.getByRole(AriaRole.BUTTON, named("Close")).last().click();
        page.getByLabel("Pages").getByText("Event Hooks").click();
        page.getByRole(AriaRole.LINK, named("Create Event Hook")).first().click();
    }

    private static void fillDetails(Page page) {
        page.getByLabel("Endpoint URL").focus();
        page.keyboard().press("Control+v");
        assertThat(page.getByLabel("Endpoint URL"))
                .hasValue(Pattern.compile(".*/invoke\\?clientToken=\\w.*"));
        page.getByLabel("Event hook name").fill("Phishing attempts");
        assertThat(page.getByLabel("Authentication field")).hasValue("");
        assertThat(page.getByLabel("Authentication secret")).hasValue("");
        assertThat(page.getByText("Select events").first()).isVisible();
        page.getByLabel("Search events").fill("auth_via_mfa");
        page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(Events.MFA)).check();
    }

    private static void filter(Page page, ConsoleBrowser browser) {
        page.getByLabel("Apply filter").check();
        assertThat(page.getByRole(AriaRole.BUTTON, named("Save and Continue"))).isDisabled();
        page.getByLabel("Value 1 of " + Events.MFA).fill("FAILURE");
        assertThat(page.getByText("event.outcome.result eq 'FAILURE'")).isVisible();
        browser.look(page, "wizard-rows");
        page.getByLabel("Use Okta Expression Language (advanced)").check();
        page.getByLabel("Expression for " + Events.MFA).fill("event.outcome.reason eq");
        assertThat(page.getByText("Line 1, column 24")).isVisible();
        browser.look(page, "wizard-mistake");
        page.getByLabel("Expression for " + Events.MFA).fill(Events.PHISHING_FILTER);
        assertThat(page.getByText("The expression is valid.")).isVisible();
        press(page, "Save and Continue");
    }

    private static void preview(Page page, ConsoleBrowser browser) {
        page.getByLabel("The event as JSON")
                .fill(Events.phishing("ada@example.org", "203.0.113.7").toString());
        press(page, "Deliver Request");
        assertThat(page.getByText("Request Delivery Successful")).isVisible();
        assertThat(page.getByText("The filter passes this event.")).isVisible();
        browser.look(page, "wizard-preview");
    }

    /** Back to the details of the same hook: its URL no longer bears the token. */
    private static void moveTheTokenIntoTheHeader(Page page, Hookline hookline) {
        page.getByLabel("Pages").getByText("Event Hooks").click();
        page.getByRole(AriaRole.LINK, named("Phishing attempts")).click();
        page.getByRole(AriaRole.LINK, named("Edit")).click();
        press(page, "Move it into the header");
        assertThat(page.getByLabel("Endpoint URL")).hasValue(Pattern.compile("[^?]*/invoke"));
        assertThat(page.getByLabel("Authentication field")).hasValue("x-api-client-token");
        page.getByLabel("Description").fill("Edited on the way back");
        press(page, "Save and Continue");
        assertThat(page.getByLabel("Apply filter")).isChecked();
        press(page, "Save and Continue");
        assertThat(page.getByText("Deliver Request")).isVisible();
        JsonNode hooks = hookline.api().get("/api/v1/eventHooks").expect(200).json();
        assertThat(hooks).as("going back makes no second hook").hasSize(1);
        JsonNode hook = hooks.get(0);
        assertThat(hook.path("description").asText()).isEqualTo("Edited on the way back");
        assertThat(hook.path("verificationStatus").asText()).isEqualTo("VERIFIED");
        assertThat(hook.at("/channel/config/uri").asText()).doesNotContain("clientToken");
        assertThat(hook.at("/channel/config/authScheme/key").asText())
                .isEqualTo("x-api-client-token");
        assertThat(hook.at("/events/filter/eventFilterMap/0/condition/expression").asText())
                .isEqualTo(Events.PHISHING_FILTER);
    }

    private static void readWhatHappened(Page page, ConsoleBrowser browser, JsonNode flow) {
        page.getByLabel("Pages").getByText("Execution History").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Execution History"))).isVisible();
        page.getByRole(AriaRole.TABLE).getByRole(AriaRole.LINK).first().click();
        assertThat(page.getByRole(AriaRole.STATUS).getByText("Success")).isVisible();
        Locator cards = page.locator(".card-mark");
        assertThat(cards.filter(new Locator.FilterOptions().setHasText("Success")))
                .hasCount(cards.count());
        assertThat(cards.count()).as(flow.path("name").asText()).isGreaterThanOrEqualTo(4);
        page.getByRole(AriaRole.BUTTON)
                .getByText(Pattern.compile("Send Message to Channel|Alert the security channel"))
                .click();
        assertThat(page.getByText("bob@example.org").first()).isVisible();
        browser.look(page, "story-execution");
    }

    private static void goesOnWhenTheServerIsBack(
            Page page, ConsoleBrowser browser, Hookline hookline) {
        hookline.kill();
        page.getByLabel("Pages").getByText("Event Hooks").click();
        Locator banner = page.getByText("No connection to the server").first();
        assertThat(banner).isVisible();
        browser.look(page, "offline");
        // A page that was never loaded waits, too.
        page.getByLabel("Pages").getByText("Status").click();
        assertThat(page).hasURL(Pattern.compile(".*/console/status"));
        hookline.startAgain();
        assertThat(banner)
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(SOON.toMillis()));
        assertThat(page.getByRole(AriaRole.HEADING, named("Status"))).isVisible();
        // Whatever the browser itself said of a server that was away.
        browser.complaints().clear();
        page.context().setOffline(true);
        page.getByLabel("Pages").getByText("System Log").click();
        assertThat(banner).isVisible();
        page.context().setOffline(false);
        assertThat(banner)
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(SOON.toMillis()));
        assertThat(page.getByRole(AriaRole.HEADING, named("System Log"))).isVisible();
    }

    private static void awaitMessages(World world, int count) {
        Await.until("message " + count, SOON, () -> world.slack().messages().size() >= count);
        assertThat(world.slack().messages()).hasSize(count);
    }
}
