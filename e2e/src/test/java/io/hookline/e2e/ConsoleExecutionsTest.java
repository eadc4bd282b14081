package io.hookline.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What people do with executions in the console, by clicks, beside reading them. */
class ConsoleExecutionsTest {
    private static final String OURS = "/api/hookline/v1";

    private Page page;
    private Workspace workspace;

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private void press(String button) {
        page.getByRole(AriaRole.BUTTON, named(button)).click();
    }

    private void pressIn(String dialog, String button) {
        page.getByRole(AriaRole.DIALOG, named(dialog))
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    @Test
    void areResumedCancelledFoldedBelowTheirCallerAndCleared(@TempDir Path folder) {
        try (Hookline hookline = Hookline.start(Hookline.Settings.in(folder));
                ConsoleBrowser browser = ConsoleBrowser.at(hookline.url())) {
            workspace = new Workspace(hookline.api());
            String helper = flow(hookline, "Wait for a call", "http:0.0.1:pause", List.of());
            String caller = flow(hookline, "Call it", "control:0.0.1:spawn", List.of(helper));
            page = browser.window(1280, ColorScheme.LIGHT);
            browser.signIn(page);

            resume(browser, hookline, caller);
            cancel(browser, hookline, caller);
            helpersFold(browser);
            clear(browser, caller);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** A flow of one card behind its start, which calls that helper, if any; its id. */
    private String flow(Hookline hookline, String name, String card, List<String> helper) {
        LoopDocument document = new LoopDocument(name);
        document.card("root:kernel:control:0.0.1:callable");
        LoopDocument.Card acting = document.card("root:kernel:" + card);
        helper.forEach(id -> acting.in("", "flo", "flo", id));
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        body.set("document", document.document());
        body.putObject("folder").put("id", folder(hookline));
        JsonNode made = hookline.api().post(OURS + "/flows", body).expect(201).json();
        workspace.switchOn(made);
        return Workspace.id(made);
    }

    private static String folder(Hookline hookline) {
        JsonNode folders = hookline.api().get(OURS + "/folders").expect(200).json();
        if (!folders.isEmpty()) {
            return Workspace.id(folders.get(0));
        }
        ObjectNode folder = JsonNodeFactory.instance.objectNode().put("name", "Waiting");
        return Workspace.id(hookline.api().post(OURS + "/folders", folder).expect(201).json());
    }

    /** Starts the caller and looks at the helper, which waits; the caller's execution. */
    private String waiting(ConsoleBrowser browser, Hookline hookline, String caller) {
        String started =
                Workspace.id(
                        hookline.api().post(OURS + "/flows/" + caller + "/run").expect(202).json());
        Await.until(
                "the helper",
                Duration.ofSeconds(20),
                () ->
                        workspace.executions("&parent=" + started).stream()
                                .anyMatch(one -> one.path("status").asText().equals("WAITING")));
        String helper = Workspace.id(workspace.executions("&parent=" + started).getFirst());
        browser.go(page, "/executions/" + helper);
        assertThat(page.getByRole(AriaRole.BUTTON, named("Resume"))).isVisible();
        return started;
    }

    private void resume(ConsoleBrowser browser, Hookline hookline, String caller) {
        String started = waiting(browser, hookline, caller);
        browser.look(page, "execution-paused");
        press("Resume");
        page.getByLabel("Body").fill("{\"answer\": \"yes\"}");
        browser.look(page, "execution-resume");
        pressIn("Resume the execution", "Resume");
        assertThat(page.getByRole(AriaRole.STATUS).getByText("Success")).isVisible();
        assertThat(workspace.awaitEnded(started).path("status").asText()).isEqualTo("SUCCESS");
    }

    private void cancel(ConsoleBrowser browser, Hookline hookline, String caller) {
        String started = waiting(browser, hookline, caller);
        browser.go(page, "/executions/" + started);
        press("Cancel");
        browser.look(page, "execution-cancel");
        pressIn("Cancel execution", "No, keep running");
        assertThat(Workspace.isOpen(workspace.execution(started))).isTrue();
        press("Cancel");
        pressIn("Cancel execution", "Yes, cancel");
        assertThat(page.getByRole(AriaRole.STATUS).getByText("Cancelled")).isVisible();
        assertThat(workspace.awaitEnded(started).path("status").asText()).isEqualTo("CANCELLED");
    }

    /** Of four executions two are callers; each has its helper below it. */
    private void helpersFold(ConsoleBrowser browser) {
        browser.go(page, "/executions");
        Locator rows = page.getByRole(AriaRole.ROW).filter(withText("Call it"));
        Locator helpers = page.getByRole(AriaRole.LINK).filter(withText("Wait for a call"));
        assertThat(rows).hasCount(2);
        assertThat(helpers).hasCount(0);
        String unfold = "Show the helpers of the execution of Call it";
        page.getByRole(AriaRole.BUTTON, named(unfold)).first().click();
        assertThat(helpers).hasCount(1);
        browser.look(page, "executions-helpers");
        press("Fold the helpers of the execution of Call it");
        assertThat(helpers).hasCount(0);
        page.getByLabel("Show helpers").check();
        assertThat(helpers).hasCount(2);
    }

    private static Locator.FilterOptions withText(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private void clear(ConsoleBrowser browser, String caller) {
        browser.go(page, "/executions?flow=" + caller);
        press("Clear data");
        browser.look(page, "executions-clear");
        pressIn("Clear data", "Delete them");
        assertThat(page.getByText("executions were deleted")).isVisible();
        page.getByRole(AriaRole.DIALOG, named("Clear data"))
                .getByText("Close", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.getByText("Call it").filter(withText("Call it"))).not().hasCount(2);
        assertThat(workspace.executions("&flow=" + caller)).isEmpty();
    }
}
