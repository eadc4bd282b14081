package io.hookline.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What administrators do in the console beside flows, by clicks, on one server: first it is empty,
 * then a little happens, then much.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleAdminTest {
    private static final List<String> PAGES =
            List.of(
                    "/",
                    "/event-hooks",
                    "/event-types",
                    "/sources",
                    "/alerts",
                    "/status",
                    "/settings");

    private static final String LOCKED = "user.account.lock";
    private static final String LONG =
            "مصدر الأحداث フック 사용자 " + "a-name-without-a-single-space-".repeat(6) + "end";

    @TempDir static Path folder;

    private static SlackServer slack;
    private static HookReceiver receiver;
    private static Hookline hookline;
    private static ConsoleBrowser browser;
    private static Workspace workspace;
    private static JsonNode flow;

    @BeforeAll
    static void start() {
        slack = new SlackServer();
        receiver = new HookReceiver();
        hookline = Hookline.start(Hookline.Settings.in(folder).inDevelopment());
        browser = ConsoleBrowser.at(hookline.url());
        workspace = new Workspace(hookline.api());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (hookline != null) {
            hookline.close();
        }
        receiver.close();
        slack.close();
    }

    @AfterEach
    void nothingToComplainOf() {
        assertThat(browser.complaints()).isEmpty();
    }

    private static Page window() {
        Page page = browser.window(1280, ColorScheme.LIGHT);
        browser.signIn(page);
        return page;
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, named(name).setExact(true));
    }

    private static void press(Page page, String name) {
        button(page, name).first().click();
    }

    private static Locator section(Page page, String name) {
        return page.getByLabel(name, new Page.GetByLabelOptions().setExact(true));
    }

    private static void visit(String data) {
        browser.visit(
                PAGES,
                path ->
                        "admin-"
                                + data
                                + "-"
                                + (path.equals("/") ? "home" : path.replace("/", "")));
    }

    @Test
    @Order(1)
    void everyPageIsThereBeforeAnythingHappened() {
        visit("empty");
        Page page = window();
        assertThat(page.getByRole(AriaRole.HEADING, named("Home"))).isVisible();
        assertThat(page.getByText("All well")).isVisible();
        assertThat(page.getByRole(AriaRole.IMG, named("Events, hour by hour"))).isVisible();
        page.context().close();
    }

    @Test
    @Order(2)
    void aSourceIsMadeShowsItsSecretOnceIsRotatedAndDeleted() {
        Page page = window();
        page.getByLabel("Pages").getByRole(AriaRole.LINK).getByText("Sources").click();
        press(page, "New source");
        page.getByLabel("Source name").fill("Okta production");
        page.getByLabel("Report when it is silent").check();
        press(page, "Create source");
        Locator secret = page.locator("pre").first();
        assertThat(page.getByText("The secret of Okta production")).isVisible();
        String first = secret.textContent();
        assertThat(first).hasSize(40);
        assertThat(page.getByText("curl -X POST").first()).isVisible();
        browser.look(page, "admin-source-secret");

        press(page, "Rotate secret of Okta production");
        press(page, "Rotate it");
        assertThat(page.locator("pre").first()).not().hasText(first);
        String second = page.locator("pre").first().textContent();
        page.reload();
        assertThat(page.getByText("No event yet")).isVisible();
        assertThat(page.content()).doesNotContain(first, second);

        press(page, "New ingest token");
        page.getByLabel("Token name").fill("keycloak-eu");
        press(page, "Create token");
        String token = page.locator("pre").first().textContent();
        assertThat(page.getByText("/api/v1/logs").first()).isVisible();
        Api sender = new Api(hookline.url(), Optional.of(token));
        sender.post("/api/v1/logs", Events.signedIn("ada@example.org", "203.0.113.7")).expect(202);
        press(page, "Revoke keycloak-eu");
        press(page, "Revoke it");
        assertThat(page.getByText("There is none yet.")).isVisible();
        sender.post("/api/v1/logs", Events.signedIn("ada@example.org", "203.0.113.7")).expect(401);

        press(page, "Delete Okta production");
        press(page, "Delete it");
        assertThat(page.getByText("No sources yet")).isVisible();
        page.context().close();
    }

    @Test
    @Order(3)
    void aHookForATypeOfTheCatalogAndAnEventLeadsToWhatItDidOutside() {
        flow = workspace.alertingFlow(Checkout.ownPhishingFlow(), slack);
        Page page = window();
        browser.go(page, "/event-types");
        page.getByLabel("Search event types").fill(Events.MFA);
        assertThat(page.getByText("Hook-eligible").first()).isVisible();
        assertThat(
                        page.getByRole(AriaRole.LISTITEM)
                                .filter(new Locator.FilterOptions().setHasText(Events.MFA))
                                .getByText("1 in the last 7 days"))
                .isVisible();
        page.getByLabel(
                        "Hook for this type: " + Events.MFA,
                        new Page.GetByLabelOptions().setExact(true))
                .click();
        page.getByLabel("Or deliver to a flow of this server").selectOption(Workspace.id(flow));
        press(page, "Move it into the header");
        press(page, "Add a header");
        page.getByLabel("Name of header 1").fill("x-team");
        page.getByLabel("Value of header 1").fill("identity");
        page.getByLabel("Event hook name").fill("Phishing attempts");
        press(page, "Create hook and Continue");
        assertThat(page.getByLabel("Apply filter")).isVisible();

        // Neither going back nor loading anew makes a second one.
        page.reload();
        page.goBack();
        page.goForward();
        assertThat(page.getByLabel("Apply filter")).isVisible();
        assertThat(hookline.api().get("/api/v1/eventHooks").expect(200).json()).hasSize(1);

        String uuid =
                workspace.ingest(Events.phishing("ada@example.org", "203.0.113.7")).getFirst();
        slack.awaitMessages(1, Duration.ofSeconds(30));
        workspace.awaitEnded(flow, 1);
        browser.go(page, "/system-log?since=24h&event=" + uuid);
        Locator hooks = section(page, "Event hooks");
        assertThat(hooks.getByText("Phishing attempts")).isVisible();
        assertThat(hooks.getByText("Delivered")).isVisible();
        Locator executions = section(page, "Executions");
        assertThat(executions.getByText("Success")).isVisible();
        assertThat(executions.getByText("Told somebody").first()).isVisible();
        browser.look(page, "admin-event");
        hooks.getByRole(AriaRole.LINK).getByText("Delivery").click();
        assertThat(page.getByText("The execution it caused")).isVisible();
        assertThat(page.getByText("x-team: identity")).isVisible();
        browser.look(page, "admin-hook");
        page.context().close();
    }

    @Test
    @Order(4)
    void whatFailedIsSentAgainASpanIsReplayedAndAHookGoesThroughItsLife() {
        String url = receiver.url().toString();
        JsonNode hook = workspace.createHook("Receiver", url, List.of(LOCKED), Optional.empty());
        String path = "/event-hooks/" + Workspace.id(hook);
        Page page = window();
        browser.go(page, path);
        press(page, "Verify");
        assertThat(button(page, "Pause")).isVisible();
        receiver.answerWith(400);
        workspace.ingest(event(LOCKED));
        assertThat(page.getByRole(AriaRole.CELL, named("Failed")).first())
                .isVisible(visible(30_000));
        receiver.answerWith(204);
        press(page, "Send all failed again");
        assertThat(page.getByText("1 failed delivery is being sent again")).isVisible();
        assertThat(page.getByRole(AriaRole.CELL, named("Delivered")).first())
                .isVisible(visible(30_000));

        press(page, "Replay a span of the log");
        // To the minute: the end lies after everything that has come so far.
        page.getByRole(AriaRole.DIALOG).getByLabel("To").fill("2099-01-01T00:00");
        browser.look(page, "admin-replay");
        press(page, "Start the replay");
        Locator replays = page.getByRole(AriaRole.TABLE, named("Replays"));
        assertThat(replays.getByText("Ended")).isVisible(visible(30_000));
        Await.until(
                "the replayed delivery",
                Duration.ofSeconds(30),
                () ->
                        receiver.deliveries().stream().filter(one -> one.status() == 204).count()
                                == 2);
        browser.look(page, "admin-hook-failed");

        browser.go(page, "/event-hooks");
        for (Map.Entry<String, String> step :
                List.of(
                        Map.entry("Pause", "○ Paused"),
                        Map.entry("Resume", "● Active"),
                        Map.entry("Deactivate", "○ Inactive"))) {
            press(page, "Actions for Receiver");
            page.getByRole(AriaRole.MENUITEM, named(step.getKey()).setExact(true)).click();
            Locator row =
                    page.getByRole(AriaRole.ROW)
                            .filter(new Locator.FilterOptions().setHasText("Receiver"));
            assertThat(
                            row.getByText(
                                    step.getValue(), new Locator.GetByTextOptions().setExact(true)))
                    .isVisible();
        }
        press(page, "Actions for Receiver");
        browser.look(page, "admin-hook-menu");
        page.getByRole(AriaRole.MENUITEM, named("Delete").setExact(true)).click();
        press(page, "Delete it");
        assertThat(page.getByText("Receiver", new Page.GetByTextOptions().setExact(true)))
                .hasCount(0);
        page.context().close();
    }

    private static LocatorAssertions.IsVisibleOptions visible(int millis) {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(millis);
    }

    private static JsonNode event(String type) {
        return JsonNodeFactory.instance.objectNode().put("eventType", type);
    }

    @Test
    @Order(5)
    void everythingIsHaltedAndGoesOnAndHomeSaysSo() {
        Page page = window();
        press(page, "Halt everything");
        press(page, "Halt");
        assertThat(page.getByText("Everything is halted").first()).isVisible();
        browser.look(page, "admin-halted");
        browser.go(page, "/settings");
        press(page, "End the halt");
        assertThat(page.getByText("Everything is halted")).hasCount(0);

        hookline.api().post("/api/hookline/v1/flows/" + Workspace.id(flow) + "/off").expect(200);
        browser.go(page, "/");
        Locator broken = page.getByLabel("What needs attention");
        broken.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Phishing attempts"))
                .click();
        assertThat(page.getByText("Cannot deliver").first()).isVisible();
        hookline.api().post("/api/hookline/v1/flows/" + Workspace.id(flow) + "/on").expect(200);
        page.context().close();
    }

    @Test
    @Order(6)
    void aRuleTellsAProgramOfWhatGoesWrong() {
        Page page = window();
        browser.go(page, "/alerts");
        press(page, "New alert rule");
        page.getByLabel("Rule name").fill("On call");
        page.getByLabel("Send to").selectOption("webhook");
        page.getByRole(AriaRole.TEXTBOX, named("URL").setExact(true))
                .fill(receiver.url().toString());
        browser.look(page, "admin-alert-rule");
        press(page, "Create rule");
        press(page, "Send a sample by On call");
        assertThat(page.getByText("The sample was accepted.")).isVisible();
        press(page, "Turn off On call");
        assertThat(button(page, "Turn on On call")).isVisible();
        press(page, "Edit On call");
        page.getByLabel("Rule name").fill("On call, by day");
        press(page, "Save");
        assertThat(page.getByText("On call, by day")).isVisible();
        press(page, "Delete On call, by day");
        press(page, "Delete it");
        assertThat(page.getByText("Nobody is told yet")).isVisible();
        page.context().close();
    }

    @Test
    @Order(7)
    void settingsSayWhereTheyComeFromAndNoSecret() {
        Page page = window();
        browser.go(page, "/settings");
        page.getByLabel("Search settings").fill("api_token");
        assertThat(page.getByText("Set, and never shown")).isVisible();
        assertThat(page.content()).doesNotContain(Hookline.TOKEN, Hookline.PASSWORD);
        page.getByLabel("Search settings").fill("keepEventsDays");
        assertThat(page.getByText("HOOKLINE_KEEP_EVENTS_DAYS")).isVisible();
        page.keyboard().press("Control+k");
        page.getByRole(AriaRole.COMBOBOX).fill("disk queue");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, named("Status"))).isVisible();
        assertThat(page.getByText("Free on the disk")).isVisible();
        page.context().close();
    }

    @Test
    @Order(8)
    void everyPageCanBeUsedWhenThereIsMuch() {
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < 300; i++) {
            events.add(event("user.kind" + i % 40 + ".act"));
        }
        workspace.ingest(events);
        for (int i = 0; i < 30; i++) {
            workspace.createHook(
                    LONG + i,
                    "https://receiver.invalid/" + i,
                    List.of("user.session.start"),
                    Optional.empty());
            hookline.api()
                    .post(
                            "/api/hookline/v1/sources",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("name", LONG.substring(0, 90) + i)
                                    .put("silentAfterMinutes", 1 + i))
                    .expect(201);
        }
        JsonNode rule =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", LONG)
                        .set(
                                "destination",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("type", "webhook")
                                        .put(
                                                "url",
                                                "https://alerts.invalid/" + "long-".repeat(30)));
        hookline.api().post("/api/hookline/v1/alertRules", rule).expect(201);
        visit("much");
        Page page = window();
        page.getByRole(AriaRole.BUTTON, named("Show all")).click();
        // One for each hook that is not verified.
        assertThat(page.getByLabel("What needs attention").getByRole(AriaRole.LISTITEM).nth(29))
                .isVisible();
        page.context().close();
    }
}
