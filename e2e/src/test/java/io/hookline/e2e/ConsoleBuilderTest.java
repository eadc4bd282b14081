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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Flows built from nothing with the pointer: the phishing flow, which does what the imported one
 * does, and one with branches. One server for the whole story.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleBuilderTest {
    private static final String OURS = "/api/hookline/v1";
    private static final String NAME = "Phishing, built by hand";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir static Path folder;
    private static SlackServer slack;
    private static Hookline hookline;
    private static Workspace workspace;
    private static ConsoleBrowser browser;
    private static Page page;

    @BeforeAll
    static void start() {
        slack = new SlackServer();
        hookline = Hookline.start(Hookline.Settings.in(folder));
        workspace = new Workspace(hookline.api());
        browser = ConsoleBrowser.at(hookline.url());
        page = browser.window(1280, ColorScheme.LIGHT);
        browser.signIn(page);
        ObjectNode made = JsonNodeFactory.instance.objectNode().put("name", "Made by hand");
        hookline.api().post(OURS + "/folders", made).expect(201);
        ObjectNode connection = JsonNodeFactory.instance.objectNode();
        connection.put("name", "Security Slack").put("connector", "slack");
        connection.put("baseUrl", slack.url().toString());
        connection.putObject("auth").put("type", "token").put("token", "xoxb-e2e-secret-token");
        hookline.api().post(OURS + "/connections", connection).expect(201);
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

    private static Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, named(name));
    }

    private static Locator card(String title) {
        return page.getByRole(AriaRole.REGION, named(title));
    }

    private static Locator dialog(String title) {
        return page.getByRole(AriaRole.DIALOG, named(title));
    }

    private static Locator output(String card, String name) {
        return card(card)
                .locator(".output-pill")
                .filter(new Locator.FilterOptions().setHasText(name))
                .first();
    }

    private static Locator input(String card, String label) {
        return card(card).getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
    }

    /** Adds a card in the gap behind another one. */
    private static void add(String after, String what, String words, String title) {
        button("Add a card after " + after).click();
        pick(what, words, title);
    }

    private static void pick(String what, String words, String title) {
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(what)).click();
        page.getByRole(AriaRole.COMBOBOX, named("Search cards")).fill(words);
        page.getByRole(
                        AriaRole.OPTION,
                        new Page.GetByRoleOptions()
                                .setName(Pattern.compile("^" + Pattern.quote(title))))
                .first()
                .click();
        assertThat(card(title)).isVisible();
        assertThat(dialog(what)).isHidden();
    }

    @Test
    @Order(1)
    void thePhishingFlowIsBuiltFromNothing() {
        browser.go(page, "/flows");
        page.getByRole(AriaRole.LINK, named("New Flow")).click();
        assertThat(card("When this happens")).containsText("Nothing starts this flow yet");
        browser.look(page, "builder-new");

        button("Add event").click();
        browser.look(page, "builder-events");
        page.getByRole(
                        AriaRole.OPTION,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^API Endpoint")))
                .click();
        Locator settings = dialog("API Endpoint settings");
        assertThat(settings).containsText("Secure with client token");
        browser.look(page, "builder-endpoint");
        settings.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close"))
                .last()
                .click();
        assertThat(settings).isHidden();

        add("API Endpoint", "Add function", "json parse", "Parse");
        output("API Endpoint", "body").dragTo(input("Parse", "string"));
        assertThat(card("Parse")).containsText("raw › body");

        add("Parse", "Add function", "get multiple", "Get Multiple");
        output("Parse", "output").dragTo(input("Get Multiple", "object"));
        for (String path :
                List.of("data.events.0.client.ipAddress", "data.events.0.target.0.alternateId")) {
            card("Get Multiple").getByText("Click here to create").click();
            card("Get Multiple").getByLabel("Name").fill(path);
            card("Get Multiple")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Create"))
                    .click();
            assertThat(output("Get Multiple", path)).isVisible();
        }

        add("Get Multiple", "Add function", "compose", "Compose");
        write("*Phishing attempt failed* for ");
        output("Get Multiple", "alternateId").dragTo(text());
        assertThat(text()).hasValue(Pattern.compile(".*⟨data.events.0.target.0.alternateId⟩$"));
        write(text().inputValue() + " from ");
        output("Get Multiple", "ipAddress").dragTo(text());
        assertThat(text()).hasValue(Pattern.compile(".* from ⟨data.events.0.client.ipAddress⟩$"));
        write(text().inputValue() + "\n");

        add("Compose", "Add app action", "slack send message channel", "Send Message to Channel");
        assertThat(button("2 problems").or(button("1 problem"))).isVisible();
        Locator send = card("Send Message to Channel");
        send.getByLabel("Connection", new Locator.GetByLabelOptions().setExact(true))
                .selectOption(new com.microsoft.playwright.options.SelectOption()
                        .setLabel("Security Slack"));
        send.getByLabel("Use Channel ID Instead?").selectOption("Yes");
        send.getByLabel("Channel ID or Name").fill("C0000000001");
        output("Compose", "output").dragTo(input("Send Message to Channel", "Text"));
        browser.look(page, "builder-phishing");

        button("Save").click();
        Locator save = dialog("Save the flow");
        save.getByLabel("Name").fill(NAME);
        browser.look(page, "builder-save");
        save.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save").setExact(true))
                .click();
        assertThat(page.getByText("Version 1")).isVisible();
        assertThat(page).hasURL(Pattern.compile(".*/flows/[^/]+/edit$"));
        assertThat(browser.complaints()).isEmpty();
    }

    private static Locator text() {
        return card("Compose")
                .getByRole(AriaRole.TEXTBOX, new Locator.GetByRoleOptions().setName("Text"));
    }

    private static void write(String words) {
        text().fill(words);
        text().blur();
        // The end of the text is where the next value goes.
        text().press("Control+End");
    }

    @Test
    @Order(2)
    void itIsUndoneStepByStepAndRedone() {
        assertThat(button("Undo: Save")).hasCount(0);
        int before = page.locator(".builder-card").count();
        page.locator(".builder-card").first().focus();
        page.keyboard().press("End");
        assertThat(card("Send Message to Channel")).isFocused();
        page.keyboard().press("Delete");
        assertThat(card("Send Message to Channel")).hasCount(0);
        page.keyboard().press("Control+z");
        assertThat(card("Send Message to Channel")).isVisible();
        assertThat(page.locator(".builder-card")).hasCount(before);
        page.keyboard().press("Control+y");
        assertThat(card("Send Message to Channel")).hasCount(0);
        page.keyboard().press("Control+z");
        assertThat(card("Send Message to Channel")).isVisible();
        assertThat(button("Save")).isDisabled();
    }

    @Test
    @Order(3)
    void itCallsSlackAsTheImportedPublishedFlowDoes() {
        button("Flow is OFF").or(page.locator("[aria-haspopup=dialog]")).first().click();
        Locator state = page.getByLabel("Switch of " + NAME);
        state.getByText("On", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(page.getByText("Flow is ON")).isVisible();
        browser.look(page, "builder-on");
        page.keyboard().press("Escape");

        JsonNode built =
                hookline.api().get(OURS + "/flows?q=built").expect(200).json().get(0);
        JsonNode flow = workspace.flow(built);
        workspace.createHook(
                "By hand",
                flow.get("invokeUrl").asText(),
                List.of(Events.MFA),
                Optional.of(Events.PHISHING_FILTER));
        workspace.ingest(Events.phishing("ada@example.org", "203.0.113.7"));
        SlackServer.Message byHand = slack.awaitMessages(1, SOON).getFirst();
        assertThat(byHand.text()).isEqualTo(Events.slackText("ada@example.org", "203.0.113.7"));
        hookline.api().post(OURS + "/flows/" + Workspace.id(built) + "/off").expect(200);

        JsonNode published =
                workspace.alertingFlow(
                        Checkout.publishedFlow("monitor_unsuccessful_phishing_attempts.flopack"),
                        slack);
        workspace.createHook(
                "Published",
                published.get("invokeUrl").asText(),
                List.of(Events.MFA),
                Optional.of(Events.PHISHING_FILTER));
        workspace.ingest(Events.phishing("ada@example.org", "203.0.113.7"));
        SlackServer.Message imported = slack.awaitMessages(2, SOON).getLast();
        assertThat(imported.path()).isEqualTo(byHand.path());
        assertThat(imported.text()).isEqualTo(byHand.text());
        assertThat(imported.headers().get("authorization"))
                .isEqualTo(byHand.headers().get("authorization"));
    }

    @Test
    @Order(4)
    void branchesAreLanesThatFoldAndCardsAreMovedCopiedAndFound() {
        browser.go(page, "/flows/new");
        button("Add event").click();
        page.getByRole(AriaRole.COMBOBOX, named("Search cards")).fill("helper flow");
        page.keyboard().press("Enter");
        assertThat(card("Helper Flow")).isFocused();

        add("Helper Flow", "Add function", "if/else", "If/Else");
        button("Add a card at the beginning of If true, of If/Else").click();
        pick("Add function", "wait for", "Wait For");
        button("Add a card at the beginning of Else, of If/Else").click();
        pick("Add function", "upper case", "To Upper Case");
        page.getByRole(AriaRole.GROUP, named("Else, of If/Else")).getByRole(AriaRole.BUTTON).first().click();
        assertThat(card("To Upper Case")).hasCount(0);
        browser.look(page, "builder-branches");
        page.getByRole(AriaRole.GROUP, named("Else, of If/Else")).getByRole(AriaRole.BUTTON).first().click();

        card("Wait For").focus();
        page.keyboard().press("F2");
        page.keyboard().type("A short rest");
        page.keyboard().press("Enter");
        assertThat(card("A short rest")).isFocused();
        page.keyboard().press("Control+d");
        assertThat(card("A short rest")).hasCount(2);
        page.keyboard().press("Control+z");
        assertThat(card("A short rest")).hasCount(1);

        page.keyboard().press("Control+f");
        page.getByRole(AriaRole.TEXTBOX, named("Find in the flow")).fill("upper");
        page.keyboard().press("Enter");
        assertThat(card("To Upper Case")).isFocused();
        browser.look(page, "builder-found");
        button("Close the search").click();
        button("Add a card after If/Else").first().click();
        page.getByRole(AriaRole.MENUITEM, named("Add note")).click();
        page.getByLabel("Text, in markdown").fill("What **matters** here");
        button("Done").click();
        assertThat(page.locator(".builder-note strong")).hasText("matters");
        button("Show the whole flow").click();
        browser.look(page, "builder-whole");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(5)
    void aConnectorFileThatIsDroppedInAppearsWithItsForm() throws IOException {
        Path files = Files.createDirectories(folder.resolve("connectors"));
        Files.writeString(files.resolve("lanterns.yaml"), CONNECTOR);
        browser.go(page, "/flows/new");
        Await.until(
                "the connector in the catalog",
                SOON,
                () ->
                        !hookline.api()
                                .get(OURS + "/cards?connector=lanterns")
                                .expect(200)
                                .json()
                                .isEmpty());
        page.reload();
        add("When this happens", "Add app action", "lantern", "Light Lantern");
        assertThat(card("Light Lantern").getByLabel("Brightness").first()).isVisible();
        browser.look(page, "builder-connector");
        assertThat(browser.complaints()).isEmpty();
    }

    private static final String CONNECTOR =
            """
            format: 1
            id: lanterns
            name: Lanterns
            tried: false
            connection:
              auth: [token]
              check: GET /api/me
            actions:
              lightLantern:
                help: Lights a lantern as bright as is wanted.
                effect: CHANGE HARMLESS
                request: PUT /api/lanterns/{Lantern/ID}
                body: {brightness: "{Lantern/Brightness}"}
                in:
                  Lantern: {ID*: The number of the lantern, Brightness*: How bright it becomes}
                out:
                  Lantern: {State*: state}
            """;

    @Test
    @Order(6)
    void onATelephoneTheFlowIsReadAndSaysSo() {
        JsonNode built =
                hookline.api().get(OURS + "/flows?q=built").expect(200).json().get(0);
        browser.visit(
                List.of("/flows/" + Workspace.id(built) + "/edit"),
                path -> "builder-opened",
                seen -> {
                    if (seen.viewportSize().width < 768) {
                        assertThat(seen.getByText("Read-only on this screen")).isVisible();
                        assertThat(seen.getByLabel("Compose").first()).isVisible();
                    }
                });
        assertThat(browser.complaints()).isEmpty();
    }
}
