package io.hookline.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An event hook from the wizard to the delivery, by clicks, under the labels that people know. */
class ConsoleHookStoryTest {
    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, named(button)).click();
    }

    @Test
    void isCreatedFilteredPreviewedAndDelivers(@TempDir Path folder) {
        try (SlackServer slack = new SlackServer();
                Hookline hookline = Hookline.start(Hookline.Settings.in(folder));
                ConsoleBrowser browser = ConsoleBrowser.at(hookline.url())) {
            Workspace workspace = new Workspace(hookline.api());
            JsonNode flow = workspace.alertingFlow(Checkout.ownPhishingFlow(), slack);
            Page page = browser.window(1280, ColorScheme.LIGHT);
            browser.signIn(page);

            page.getByRole(AriaRole.LINK, named("Create Event Hook")).click();
            fillDetails(page);
            browser.look(page, "wizard-details");
            press(page, "Create hook and Continue");
            filter(page, browser);
            preview(page, browser);
            slack.awaitMessages(1, Duration.ofSeconds(20));
            press(page, "Continue");
            assertThat(page.getByRole(AriaRole.STATUS).getByText("Active")).isVisible();
            browser.look(page, "wizard-verify");

            goBackWithoutASecondHook(page, hookline);
            workspace.ingest(Events.phishing("bob@example.org", "203.0.113.9"));
            slack.awaitMessages(2, Duration.ofSeconds(20));
            workspace.awaitEnded(flow, 2);
            readWhatHappened(page, browser);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void fillDetails(Page page) {
        page.getByLabel("Or deliver to a flow of this server")
                .selectOption(new SelectOption().setIndex(1));
        press(page, "Move it into the header");
        assertThat(page.getByLabel("Endpoint URL")).not().hasValue("");
        assertThat(page.getByLabel("Endpoint URL").inputValue()).doesNotContain("clientToken");
        assertThat(page.getByLabel("Authentication field")).hasValue("x-api-client-token");
        page.getByLabel("Event hook name").fill("Phishing attempts");
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

    private static void goBackWithoutASecondHook(Page page, Hookline hookline) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Details")).click();
        page.getByLabel("Description").fill("Edited on the way back");
        press(page, "Save and Continue");
        assertThat(page.getByLabel("Apply filter")).isChecked();
        press(page, "Save and Continue");
        assertThat(page.getByText("Deliver Request")).isVisible();
        JsonNode hooks = hookline.api().get("/api/v1/eventHooks").expect(200).json();
        assertThat(hooks).hasSize(1);
        JsonNode hook = hooks.get(0);
        assertThat(hook.path("description").asText()).isEqualTo("Edited on the way back");
        assertThat(hook.path("verificationStatus").asText()).isEqualTo("VERIFIED");
        assertThat(hook.at("/events/filter/eventFilterMap/0/condition/expression").asText())
                .isEqualTo(Events.PHISHING_FILTER);
    }

    private static void readWhatHappened(Page page, ConsoleBrowser browser) {
        for (String place : List.of("Event Hooks", "Execution History")) {
            page.getByLabel("Pages").getByRole(AriaRole.LINK).getByText(place).click();
            assertThat(page.getByRole(AriaRole.HEADING, named(place))).isVisible();
        }
        page.getByRole(AriaRole.TABLE).getByRole(AriaRole.LINK).first().click();
        assertThat(page.getByText("Success").first()).isVisible();
        page.getByRole(AriaRole.BUTTON).getByText("Alert the security channel").click();
        assertThat(page.getByText("bob@example.org").first()).isVisible();
        browser.look(page, "story-execution");
    }
}
