package io.hookline.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import io.hookline.testing.AuthorizationServer;
import io.hookline.testing.http.RecordingServer;
import io.hookline.testing.http.RecordingServer.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tables, connections and approvals in the console, by clicks and keys. One server for all: the
 * pages are looked at empty first, then with what the stories leave behind.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleDataTest {
    private static final String OURS = "/api/hookline/v1";
    private static final String SECRET = "a-secret-that-nobody-sees";

    /** 200 characters, from right to left and back, without a place to break. */
    private static final String LONG =
            ("フロー接続 قائمة المستخدمين "
                            + "a-name-without-a-single-space-".repeat(6)
                            + "x".repeat(60))
                    .substring(0, 200);

    @TempDir static Path folder;
    private static RecordingServer tickets;
    private static AuthorizationServer authorization;
    private static Hookline hookline;
    private static ConsoleBrowser browser;
    private static Page page;

    @BeforeAll
    static void open() throws IOException {
        tickets = new RecordingServer(ConsoleDataTest::answer);
        authorization = new AuthorizationServer();
        hookline =
                Hookline.start(
                        Hookline.Settings.in(folder)
                                .with("HOOKLINE_OUTBOUND_ALLOW", "127.0.0.0/8,::1,localhost"));
        browser = ConsoleBrowser.at(hookline.url());
        page = browser.window(1280, ColorScheme.LIGHT);
        browser.signIn(page);
    }

    @AfterAll
    static void close() {
        browser.close();
        hookline.close();
        authorization.close();
        tickets.close();
    }

    /** Tickets are for whoever has the token. */
    private static Answer answer(RecordingServer.Received request) {
        String proof = request.headers().getOrDefault("authorization", "");
        return proof.equals("Bearer " + SECRET)
                ? Answer.json(200, "{\"tickets\": []}")
                : Answer.json(401, "{\"error\": \"unknown token\"}");
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static void press(String button) {
        page.getByRole(AriaRole.BUTTON, named(button)).click();
    }

    private static Locator dialog(String title) {
        return page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName(title));
    }

    private static void pressIn(Locator where, String button) {
        where.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static void key(String key) {
        page.keyboard().press(key);
    }

    private static Locator cell(int row, int column) {
        return page.locator("[data-cell='" + row + "-" + column + "']");
    }

    /** The browser itself reports each refusal; this one was meant. */
    private static void expectRefusals(int status) {
        assertThat(browser.complaints())
                .anySatisfy(one -> assertThat(one).contains("status of " + status));
        browser.complaints().removeIf(one -> one.contains("status of " + status));
    }

    private static JsonNode get(String path) {
        return hookline.api().get(OURS + path).expect(200).json();
    }

    @Test
    @Order(1)
    void emptyPagesSayWhatWouldBeThere() {
        visit("data-empty", List.of("/tables", "/connections", "/connections/new", "/approvals"));
    }

    @Test
    @Order(2)
    void aConnectionIsMadeTestedRefusedAndRotated() {
        browser.go(page, "/connections");
        page.getByRole(AriaRole.LINK, named("New Connection")).click();
        page.getByLabel("Connects to").fill("api conn");
        page.getByRole(AriaRole.OPTION, named("API Connector")).click();
        page.getByLabel("Connection name").fill("Tickets");
        page.getByLabel("Base URL").fill(tickets.url().toString());
        page.getByLabel("Authentication type").selectOption("token");
        press("Create connection");
        assertThat(page.getByText("Token is needed.").first()).isVisible();
        page.locator("input[type=password]").fill("not the right one");
        browser.look(page, "connection-form");
        press("Create connection");
        assertThat(page.getByText("The connection was created")).isVisible();

        press("Test connection");
        assertThat(page.getByText("The connection does not work")).isVisible();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("401");
        browser.look(page, "connection-refused");

        press("Rotate secret");
        page.locator("input[type=password]").fill(SECRET);
        press("Save the new token");
        press("Test connection");
        assertThat(page.getByText("The connection works")).isVisible();
        press("Rename");
        dialog("Rename the connection").getByLabel("Connection name").fill("Ticket system");
        pressIn(dialog("Rename the connection"), "Rename");
        assertThat(page.getByRole(AriaRole.HEADING, named("Ticket system"))).isVisible();
        browser.look(page, "connection-works");
        assertThat(page.content()).doesNotContain(SECRET);

        press("Change");
        dialog("Change the connection").getByLabel("Base URL").fill("https://elsewhere.example");
        pressIn(dialog("Change the connection"), "Save");
        assertThat(page.getByText("send it again, because it would go elsewhere now").first())
                .isVisible();
        browser.look(page, "connection-change");
        pressIn(dialog("Change the connection"), "Cancel");
    }

    @Test
    @Order(3)
    void aPersonAuthorisesAConnectionAndComesBackToTheConsole() {
        browser.go(page, "/connections/new");
        page.getByLabel("Connects to").fill("api conn");
        page.getByRole(AriaRole.OPTION, named("API Connector")).click();
        page.getByLabel("Connection name").fill("Calendar");
        page.getByLabel("Base URL").fill(authorization.uri("/api").toString());
        page.getByLabel("Authentication type").selectOption("code");
        page.getByLabel("Client ID").fill(AuthorizationServer.CLIENT);
        page.getByLabel("Token URL").fill(authorization.uri("/token").toString());
        page.getByLabel("Authorize URL").fill(authorization.named("/authorize").toString());
        page.locator("input[type=password]").fill(AuthorizationServer.SECRET);
        press("Create connection");
        assertThat(page.getByText("Needs authorisation")).isVisible();
        String here = page.url().replaceFirst("\\?.*", "");
        // The way there and back is another site's; only pages of ours may ask nobody else.
        List<String> before = List.copyOf(browser.complaints());
        press("Authorize");
        page.waitForURL(here);
        assertThat(page.getByText("gave leave")).isVisible();
        assertThat(page.getByRole(AriaRole.BUTTON, named("Reauthorize"))).isVisible();
        browser.look(page, "connection-authorised");
        String test = OURS + "/connections/" + here.replaceFirst(".*/", "") + "/test";
        assertThat(hookline.api().post(test).json().path("works").asBoolean()).isTrue();

        authorization.denying("access_denied");
        press("Reauthorize");
        assertThat(page.getByText("Nobody said yes")).isVisible();
        browser.look(page, "connection-not-authorised");
        page.getByRole(AriaRole.LINK, named("Back to the connection")).click();
        page.waitForURL(here);
        // The earlier leave stays.
        assertThat(page.getByText("gave leave")).isVisible();
        for (String secret : authorization.given()) {
            assertThat(page.content()).doesNotContain(secret);
        }
        browser.complaints()
                .removeIf(complaint ->
                        !before.contains(complaint) && complaint.contains("asks elsewhere"));
        expectRefusals(400);
    }

    @Test
    @Order(4)
    void aTableIsMadeAndItsCellsAreEditedWithTheKeyboard() {
        browser.go(page, "/tables");
        press("New Table");
        Locator made = dialog("New Table");
        made.getByLabel("Table name").fill("Seen");
        made.getByLabel("Folder name").fill("Data");
        made.getByLabel("First column").fill("User");
        pressIn(made, "Create table");
        assertThat(page.getByRole(AriaRole.HEADING, named("Seen"))).isVisible();

        press("Columns and settings");
        Locator settings = dialog("Columns and settings");
        for (int i = 2; i <= 4; i++) {
            pressIn(settings, "Add a column");
        }
        settings.getByLabel("Index of column 1").selectOption("plain");
        settings.getByLabel("Name of column 2").fill("Times");
        settings.getByLabel("Type of column 2").selectOption("number");
        settings.getByLabel("Default of column 2").fill("1");
        settings.getByLabel("Name of column 3").fill("Known");
        settings.getByLabel("Type of column 3").selectOption("boolean");
        settings.getByLabel("Name of column 4").fill("Last");
        settings.getByLabel("Type of column 4").selectOption("date");
        settings.getByLabel("Rows stay for days").fill("30");
        pressIn(settings, "Add a unique key");
        settings.getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName("User"))
                .check();
        settings.getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName("Last"))
                .check();
        browser.look(page, "table-settings");
        pressIn(settings, "Save settings");
        assertThat(page.getByText("User + Last")).isVisible();

        press("Add row");
        cell(0, 0).click();
        page.keyboard().type("ada");
        key("Tab");
        page.keyboard().type("2.5");
        key("Enter");
        assertThat(cell(0, 1)).hasText("2.5");
        key("ArrowRight");
        key("Space");
        assertThat(cell(0, 2)).hasText("true");
        key("ArrowLeft");
        key("ArrowLeft");
        assertThat(cell(0, 0)).isFocused();
        assertThat(cell(0, 0)).hasText("ada");
        key("ArrowRight");
        key("Enter");
        page.keyboard().type("x");
        key("Enter");
        assertThat(page.getByText("is no number")).isVisible();
        browser.look(page, "table-mistake");
        key("Escape");
        assertThat(cell(0, 1)).hasText("2.5");
        key("Delete");
        assertThat(cell(0, 1)).hasText("");
        JsonNode row = get("/tables/" + tableId() + "/rows").get(0).path("values");
        assertThat(row.path("User").asText()).isEqualTo("ada");
        assertThat(row.path("Times").isNull()).isTrue();
        assertThat(row.path("Known").asBoolean()).isTrue();
    }

    private static String tableId() {
        return page.url().replaceFirst(".*/tables/", "").replaceFirst("\\?.*", "");
    }

    @Test
    @Order(5)
    void whatSomebodyElseChangedIsNotOverwritten() {
        String rows = OURS + "/tables/" + tableId() + "/rows";
        String row = hookline.api().get(rows).json().get(0).path("id").asText();
        // Another cell: nobody needs to know.
        change(rows + "/" + row, "Times", "7");
        cell(0, 0).click();
        key("Enter");
        page.keyboard().type(" l.");
        key("Enter");
        assertThat(cell(0, 0)).hasText("ada l.");
        assertThat(cell(0, 1)).hasText("7");
        // The same cell: the person decides.
        change(rows + "/" + row, "User", "eve");
        cell(0, 0).click();
        key("Enter");
        key("Control+a");
        page.keyboard().type("bob");
        key("Enter");
        Locator asked = dialog("Somebody else has changed this cell");
        assertThat(asked).containsText("eve");
        browser.look(page, "table-conflict");
        expectRefusals(412);
        pressIn(asked, "Keep theirs");
        assertThat(cell(0, 0)).hasText("eve");
        assertThat(hookline.api().get(rows).json().at("/0/values/User").asText()).isEqualTo("eve");
    }

    private static void change(String row, String column, String value) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("values").put(column, value);
        hookline.api().put(row, body).expect(200);
    }

    @Test
    @Order(6)
    void rowsComeFromAFileAreFilteredSortedAndGoIntoOne() throws IOException {
        Path bad = folder.resolve("bad.csv");
        Files.writeString(bad, "User,Times\nada,1\nbob,many\nmal,lots\n");
        importing(bad);
        assertThat(page.getByText("Nothing was imported")).isVisible();
        assertThat(page.getByText("Line 3:")).isVisible();
        assertThat(page.getByText("Line 4:")).isVisible();
        expectRefusals(400);
        browser.look(page, "table-import-refused");
        StringBuilder file = new StringBuilder("User,Times\n");
        for (int i = 0; i < 250; i++) {
            file.append("user").append(i % 10).append(',').append(i).append('\n');
        }
        Path good = folder.resolve("good.csv");
        Files.writeString(good, file);
        pressIn(dialog("Import CSV"), "Cancel");
        importing(good);
        assertThat(page.getByText("250 rows were added.")).isVisible();
        pressIn(dialog("Import CSV"), "Done");
        assertThat(page.getByText("Rows 1 to 100 of 251")).isVisible();
        press("Next rows");
        assertThat(page.getByText("Rows 101 to 200 of 251")).isVisible();
        press("Previous rows");

        press("Filter");
        page.getByLabel("Column 1").selectOption("User");
        page.getByLabel("Value 1").fill("user3");
        press("Add a condition");
        page.getByLabel("Column 2").selectOption("Times");
        page.getByLabel("Comparison 2").selectOption(">=");
        page.getByLabel("Value 2").fill("200");
        press("Apply filter");
        assertThat(page.getByText("Rows 1 to 5")).isVisible();
        page.getByRole(AriaRole.BUTTON, named("Times")).click();
        page.getByRole(AriaRole.BUTTON, named("Times")).click();
        assertThat(cell(0, 1)).hasText("243");
        browser.look(page, "table-filtered");

        press("Export CSV");
        Download export = page.waitForDownload(() -> pressIn(dialog("Export CSV"), "Export"));
        String exported = Files.readString(export.path(), StandardCharsets.UTF_8);
        assertThat(exported.lines()).hasSize(6);
        assertThat(exported).startsWith("\"User\",\"Times\",\"Known\",\"Last\"");
        assertThat(export.suggestedFilename()).isEqualTo("Seen.csv");
        pressIn(dialog("Export CSV"), "Done");

        page.getByLabel("Choose row 1", new Page.GetByLabelOptions().setExact(true)).check();
        press("Delete 1 row");
        pressIn(dialog("Delete the row?"), "Delete");
        assertThat(page.getByText("Rows 1 to 4")).isVisible();
        assertThat(get("/tables/" + tableId()).path("rowCount").asInt()).isEqualTo(250);
    }

    private static void importing(Path file) {
        press("Import CSV");
        dialog("Import CSV").locator("input[type=file]").setInputFiles(file);
        pressIn(dialog("Import CSV"), "Import");
    }

    @Test
    @Order(7)
    void anApprovalIsDecidedOnce() {
        String asked = asking("Clear what was seen");
        browser.go(page, "/approvals");
        page.getByRole(AriaRole.TABLE).getByRole(AriaRole.LINK).first().click();
        assertThat(page.getByText("Waits")).isVisible();
        browser.look(page, "approval-waiting");
        page.getByLabel("Comment").fill("Was agreed on the telephone");
        press("Approve");
        assertThat(page.getByText("Was agreed on the telephone")).isVisible();
        assertThat(page.getByText("Approved")).isVisible();
        assertThat(page.getByRole(AriaRole.BUTTON, named("Approve"))).hasCount(0);
        browser.look(page, "approval-decided");
        assertThat(new Workspace(hookline.api()).awaitEnded(asked).path("status").asText())
                .isEqualTo("SUCCESS");
    }

    /** Starts a flow that clears a table once that is approved; the execution's id. */
    private static String asking(String name) {
        ObjectNode table = JsonNodeFactory.instance.objectNode().put("name", "To clear");
        String inFolder = get("/folders").get(0).path("id").asText();
        table.putObject("folder").put("id", inFolder);
        table.putArray("columns").addObject().put("name", "User");
        String id = made("/tables", table);
        JsonNode rows =
                JsonNodeFactory.instance.arrayNode().add(JsonNodeFactory.instance.objectNode());
        ObjectNode document = RowMaker.document(id, rows);
        ObjectNode card = (ObjectNode) document.at("/data/methods/1");
        card.put("address", "root:channels:http:stash:1.0.0:clearTable");
        ((ObjectNode) card.at("/node/model")).put("approval", true);
        ObjectNode flow = JsonNodeFactory.instance.objectNode().put("name", name);
        flow.putObject("folder").put("id", inFolder);
        flow.set("document", document);
        JsonNode made = hookline.api().post(OURS + "/flows", flow).expect(201).json();
        new Workspace(hookline.api()).switchOn(made);
        String execution =
                Workspace.id(
                        hookline.api()
                                .post(OURS + "/flows/" + Workspace.id(made) + "/run")
                                .expect(202)
                                .json());
        Await.until("the question", Duration.ofSeconds(20), () -> !get("/approvals").isEmpty());
        return execution;
    }

    private static String made(String path, ObjectNode body) {
        return Workspace.id(hookline.api().post(OURS + path, body).expect(201).json());
    }

    @Test
    @Order(8)
    void aConnectionInUseIsNotDeletedAndOneThatIsNotGoes() {
        browser.go(page, "/connections");
        page.getByRole(AriaRole.LINK, named("Calendar")).click();
        press("Delete");
        pressIn(dialog("Delete the connection?"), "Delete the connection");
        assertThat(page.getByRole(AriaRole.HEADING, named("Connections"))).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, named("Calendar"))).hasCount(0);
        JsonNode imported =
                new Workspace(hookline.api()).importFlows(Checkout.ownPhishingFlow(), "Imported");
        String stub = Workspace.id(imported.at("/connections/0"));
        browser.go(page, "/connections/" + stub);
        press("Delete");
        pressIn(dialog("Delete the connection?"), "Delete the connection");
        assertThat(dialog("Delete the connection?").getByRole(AriaRole.ALERT)).isVisible();
        browser.look(page, "connection-in-use");
        pressIn(dialog("Delete the connection?"), "Keep it");
        expectRefusals(409);
    }

    @Test
    @Order(9)
    void anEmptyConnectionStandsForOneThatIsThere() {
        JsonNode stub = stub();
        ObjectNode there = JsonNodeFactory.instance.objectNode();
        there.put("name", stub.path("name").asText()).put("connector", "slack");
        there.putObject("auth").put("type", "token").put("token", "xoxb-one-that-is-there");
        made("/connections", there);
        browser.go(page, "/connections/" + Workspace.id(stub));
        assertThat(page.getByText("Same connector and name")).isVisible();
        browser.look(page, "connection-proposed");
        press("Use this one");
        assertThat(page.getByText("It stands for another connection")).isVisible();
        assertThat(get("/connections/" + Workspace.id(stub)).path("linkedTo").isObject()).isTrue();
    }

    private static JsonNode stub() {
        return get("/connections")
                .valueStream()
                .filter(one -> !one.path("filled").asBoolean())
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(10)
    void pagesWithMuchDataAndLongNamesCanBeUsedByEverybody() {
        String inFolder = made("/folders", JsonNodeFactory.instance.objectNode().put("name", LONG));
        String table = longTable(inFolder);
        ObjectNode connection = JsonNodeFactory.instance.objectNode().put("name", LONG);
        connection.put("connector", "httpfunctions").put("baseUrl", tickets.url().toString());
        connection.putObject("auth").put("type", "none");
        String connected = made("/connections", connection);
        asking(LONG);
        String approval = get("/approvals").get(0).path("id").asText();
        visit(
                "data-much",
                List.of(
                        "/tables",
                        "/tables/" + table,
                        "/connections",
                        "/connections/" + connected,
                        "/approvals",
                        "/approvals/" + approval));
        assertThat(browser.complaints()).isEmpty();
    }

    private static String longTable(String inFolder) {
        ObjectNode table = JsonNodeFactory.instance.objectNode().put("name", LONG);
        table.put("description", LONG).putObject("folder").put("id", inFolder);
        for (int i = 0; i < 12; i++) {
            table.withArray("columns").addObject().put("name", i + " " + LONG.substring(0, 60));
        }
        String id = made("/tables", table);
        StringBuilder file = new StringBuilder("0 " + LONG.substring(0, 60) + "\n");
        for (int i = 0; i < 20_000; i++) {
            file.append(LONG).append(i).append('\n');
        }
        try {
            hookline.api()
                    .send(
                            "POST",
                            OURS + "/tables/" + id + "/import",
                            Optional.of(file.toString().getBytes(StandardCharsets.UTF_8)),
                            Map.of("Content-Type", "text/csv"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return id;
    }

    private static void visit(String data, List<String> paths) {
        browser.visit(
                paths,
                path ->
                        data
                                + "-"
                                + path.replaceAll("/[\\w-]*\\d[\\w-]*", "-one").replace("/", ""));
    }
}
