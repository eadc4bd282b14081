package io.hookline.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Flows from a dropped file to their history, by clicks: looked at, imported, set up, switched on,
 * read card by card, run, compared and exported. One server for the whole story.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleFlowsTest {
    private static final String OURS = "/api/hookline/v1";
    private static final String FLOW = "Alert on a stopped phishing attempt";

    /** Two hundred characters of other scripts, without a place to break. */
    private static final String LONG =
            "محاولةتصيدفيشينج".repeat(5)
                    + "フィッシング詐欺の試みが阻止されました".repeat(6).substring(0, 110)
                    + "…ends";

    @TempDir static Path folder;
    private static SlackServer slack;
    private static Hookline hookline;
    private static ConsoleBrowser browser;
    private static Page page;

    @BeforeAll
    static void start() {
        slack = new SlackServer();
        hookline = Hookline.start(Hookline.Settings.in(folder));
        browser = ConsoleBrowser.at(hookline.url());
        page = browser.window(1280, ColorScheme.LIGHT);
        browser.signIn(page);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (hookline != null) {
            hookline.close();
        }
        slack.close();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static void press(String button) {
        page.getByRole(AriaRole.BUTTON, named(button)).click();
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, named(name));
    }

    /** Drops a file on what a selector names, as a mouse does. */
    private static void drop(String selector, String name, byte[] content) {
        JSHandle files =
                page.evaluateHandle(
                        """
                        ([name, text]) => {
                          const files = new DataTransfer()
                          files.items.add(new File([text], name, { type: 'application/json' }))
                          return files
                        }
                        """,
                        List.of(name, new String(content, StandardCharsets.UTF_8)));
        for (String event : List.of("dragenter", "dragover", "drop")) {
            page.dispatchEvent(selector, event, Map.of("dataTransfer", files));
        }
    }

    @Test
    @Order(1)
    void pagesWithoutDataSayWhatWouldBeThere() {
        visit("empty", List.of("/flows", "/flows/import", "/flows/setup", "/executions"));
        browser.go(page, "/flows");
        assertThat(page.getByText("No flows yet")).isVisible();
    }

    @Test
    @Order(2)
    void aDroppedFileIsSeenBeforeItIsImportedAndSetUpRowByRow() {
        browser.go(page, "/flows");
        assertThat(page.getByText("No flows yet")).isVisible();
        drop("section[aria-label=Flows]", "phishing.flopack", Checkout.ownPhishingFlow());
        assertThat(heading("Import flows")).isVisible();
        assertThat(page.getByText(FLOW)).isVisible();
        assertThat(page.getByText("Connections to set up:")).isVisible();
        assertThat(hookline.api().get(OURS + "/flows").json()).isEmpty();
        browser.look(page, "flows-import");

        drop(".drop", "broken.flow", "{\"type\": \"flopack\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(page.getByText("This file cannot be imported")).isVisible();
        browser.complaints().clear();
        press("Leave it out: broken.flow");

        page.getByLabel("Name of the new folder").fill("Alerts");
        press("Import");
        assertThat(heading("Before you turn this on")).isVisible();
        assertThat(page.getByText("2 things are left to set")).isVisible();
        browser.look(page, "flows-setup");

        page.getByLabel("Base URL").fill(slack.url().toString());
        page.locator("input[type=password]").fill("xoxb-e2e-secret-token");
        press("Set up");
        assertThat(page.getByText("One thing is left to set")).isVisible();
        page.getByLabel("Channel", exact()).fill("C0000000002");
        press("Save Channel");
        assertThat(page.getByText("Nothing is left to set")).isVisible();
        page.getByLabel("Switch of " + FLOW).getByText("On", exactly()).click();
        assertThat(page.getByLabel("Switch of " + FLOW).getByLabel("On", exactLabel())).isChecked();
        browser.look(page, "flows-setup-done");
        assertThat(browser.complaints()).isEmpty();
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static Locator.GetByLabelOptions exactLabel() {
        return new Locator.GetByLabelOptions().setExact(true);
    }

    @Test
    @Order(3)
    void aFlowIsReadCardByCardWithItsVersionsAndItsEndpoint() throws Exception {
        browser.go(page, "/flows");
        page.getByRole(AriaRole.LINK, named(FLOW)).click();
        assertThat(heading(FLOW)).isVisible();
        Locator alert = page.getByLabel("Alert the security channel", exact());
        assertThat(alert).containsText("from Write the message");
        assertThat(page.getByText("When this happens").first()).isVisible();
        browser.look(page, "flow-cards");

        page.getByRole(AriaRole.TAB, named("Versions")).click();
        assertThat(page.getByText("C0000000001")).isVisible();
        browser.look(page, "flow-versions");
        page.getByLabel("Version", exact()).selectOption("1");
        press("Restore version 1");
        assertThat(page.getByText("are a new version now")).isVisible();
        page.getByRole(AriaRole.TAB, named("Effects and calls")).click();
        assertThat(page.getByText("No other flow calls it.")).isVisible();
        browser.look(page, "flow-effects");

        press("API Endpoint settings");
        for (String level :
                List.of(
                        "Secure with OAuth 2.0",
                        "Secure with client token",
                        "None (public service)")) {
            assertThat(page.getByLabel(level)).isVisible();
        }
        press("Rotate token");
        press("Make a new token");
        assertThat(page.getByText("This is the new client token")).isVisible();
        browser.look(page, "flow-endpoint");
        page.getByRole(AriaRole.BUTTON, named("Close")).last().click();

        press("More actions");
        Download file =
                page.waitForDownload(
                        () -> page.getByRole(AriaRole.MENUITEM, named("Export")).click());
        assertThat(file.suggestedFilename()).isEqualTo(FLOW + ".flopack");
        assertThat(Files.readString(file.path())).contains("\"type\":\"flopack\"");

        page.getByRole(AriaRole.LINK, named("Create event hook for this flow")).click();
        assertThat(page.getByLabel("Event hook name")).hasValue(FLOW);
        assertThat(page.getByLabel("Endpoint URL")).hasValue(Pattern.compile(".*/invoke.*"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(4)
    void aFlowIsTriedDryAndTheExecutionIsDrawnOnItsCards() {
        int before = slack.count();
        browser.go(page, "/flows");
        page.getByRole(AriaRole.LINK, named(FLOW)).click();
        press("Run");
        page.getByLabel("Body")
                .fill(
                        "{\"data\": {\"events\": ["
                                + Events.phishing("ada@example.org", "203.0.113.7")
                                + "]}}");
        browser.look(page, "flow-run");
        press("Dry run");
        assertThat(page.getByText("dry run: nothing was changed")).isVisible();
        assertThat(page.getByRole(AriaRole.STATUS).getByText("Success")).isVisible();
        page.getByRole(AriaRole.BUTTON).getByText("Write the message").click();
        assertThat(page.getByText("ada@example.org").first()).isVisible();
        browser.look(page, "flow-execution");
        assertThat(slack.count()).isEqualTo(before);

        press("Run again");
        assertThat(page.getByText("Run again").first()).isVisible();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(5)
    void foldersAreMadeMovedAndDeleted() {
        browser.go(page, "/flows");
        press("Folder");
        page.getByRole(AriaRole.MENUITEM, named("Create new folder")).click();
        page.getByRole(AriaRole.DIALOG).getByLabel("Name").fill("Responses");
        press("Create");
        assertThat(heading("Responses")).isVisible();
        press("Folder");
        page.getByRole(AriaRole.MENUITEM, named("Rename or move")).click();
        page.getByLabel("Inside of").selectOption("Alerts");
        press("Save");
        assertThat(page.getByText("Workflows Console / Alerts")).isVisible();
        press("Folder");
        page.getByRole(AriaRole.MENUITEM, named("Delete")).click();
        press("Delete it");
        assertThat(heading("Alerts")).isVisible();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(6)
    void pagesWithMuchDataStayUsable() {
        JsonNode flow = hookline.api().get(OURS + "/flows").expect(200).json().get(0);
        String id = Workspace.id(flow);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", LONG);
        hookline.api().put(OURS + "/flows/" + id, body).expect(200);
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        made.putObject("folder").put("id", flow.at("/folder/id").asText());
        for (int i = 0; i < 120; i++) {
            hookline.api().post(OURS + "/flows", made.put("name", "Flow " + i)).expect(201);
        }
        JsonNode ran = hookline.api().get(OURS + "/executions").expect(200).json().get(0);
        visit(
                "much",
                List.of(
                        "/flows",
                        "/flows?folder=" + flow.at("/folder/id").asText(),
                        "/flows/" + id,
                        "/flows/" + id + "?tab=versions",
                        "/flows/setup?flow=" + id,
                        "/executions",
                        "/executions/" + Workspace.id(ran)));
        browser.go(page, "/flows?sort=-updated");
        assertThat(page.getByText("50 of 121 flows")).isVisible();
        press("Show more flows");
        assertThat(page.getByText("100 of 121 flows")).isVisible();
        page.getByLabel("Name, description or id").fill("flow 119");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.LINK, named("Flow 119"))).isVisible();
        assertThat(browser.complaints()).isEmpty();
    }

    private static void visit(String data, List<String> paths) {
        browser.visit(
                paths,
                path ->
                        "flows-"
                                + data
                                + path.replaceAll("[0-9a-f-]{36}", "one")
                                        .replaceAll("[/?=&]+", "-"));
    }
}
