package io.hookline.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who may do what, by clicks: setup, sign-in, people, roles, API tokens. */
class ConsolePeopleTest {
    private static final String OWN = "words that I chose myself";
    private static final String LONG =
            "مستخدم 利用者 " + "a-name-without-a-single-space-".repeat(5) + "end";

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static void click(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, named(button)).click();
    }

    private static Locator dialog(Page page) {
        return page.getByRole(AriaRole.DIALOG);
    }

    private static void clickInDialog(Page page, String button) {
        dialog(page)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static String shownOnce(Page page) {
        return page.locator("[data-secret]").textContent();
    }

    private static void signIn(Page page, String name, String password) {
        page.locator("input[name=name]").fill(name);
        page.locator("input[name=password]").fill(password);
        click(page, "Sign in");
    }

    private static void choose(Page page, String current, String password) {
        page.locator("input[name=current]").fill(current);
        page.locator("input[name=password]").fill(password);
        page.locator("input[name=again]").fill(password);
        click(page, "Change password");
    }

    @Test
    void isSetUpWithTheCodeAndTellsHowLongALockOutLastsAndWhichBrowsersAreTooOld(
            @TempDir Path folder) {
        Hookline.Settings usual = Hookline.Settings.in(folder);
        Map<String, String> environment = new TreeMap<>(usual.environment());
        environment.remove("HOOKLINE_ADMIN_PASSWORD");
        try (Hookline hookline =
                        Hookline.start(
                                new Hookline.Settings(
                                        usual.data(), usual.port(), environment, List.of()));
                ConsoleBrowser browser = ConsoleBrowser.at(hookline.url())) {
            Matcher link =
                    Pattern.compile("http\\S+/console(/setup\\?token=\\S+)")
                            .matcher(hookline.output());
            assertThat(link.find()).as(hookline.output()).isTrue();
            for (int width : List.of(1280, 390)) {
                Page early = browser.window(width, ColorScheme.DARK);
                assertThat(early.getByRole(AriaRole.HEADING, named("Set up Hookline"))).isVisible();
                assertThat(early.getByLabel("Setup code")).isVisible();
                browser.look(early, "setup-" + ConsoleBrowser.name(width, ColorScheme.DARK));
                early.context().close();
            }

            Page page = browser.window(1280, ColorScheme.LIGHT);
            browser.go(page, link.group(1));
            page.locator("input[name=password]").fill(OWN);
            page.locator("input[name=again]").fill("other words");
            assertThat(page.getByText("The two passwords are not the same.")).isVisible();
            assertThat(page.getByRole(AriaRole.BUTTON, named("Save and sign in"))).isDisabled();
            page.locator("input[name=again]").fill(OWN);
            page.getByLabel("Also make an API token").check();
            browser.look(page, "setup-filled");
            click(page, "Save and sign in");
            String token = shownOnce(page);
            assertThat(token).startsWith("hl_");
            browser.look(page, "setup-token");
            click(page, "Continue");
            page.waitForSelector("[data-signed-in=true]");
            assertThat(page.url()).doesNotContain("token=");
            click(page, "Signed in as admin: settings");
            click(page, "Sign out");
            browser.go(page, link.group(1));
            assertThat(page.getByRole(AriaRole.HEADING, named("This link is no longer valid")))
                    .isVisible();
            browser.look(page, "setup-over");
            assertThat(browser.complaints()).isEmpty();

            browser.go(page, "/");
            for (int i = 0; i < 20 && page.getByText("Try again in").count() == 0; i++) {
                signIn(page, "admin", "a wrong password " + i);
                page.getByRole(AriaRole.ALERT).waitFor();
                page.waitForFunction(
                        "() => document.querySelector('input[name=password]').value === ''");
            }
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("Try again in");
            browser.look(page, "locked-out");
            signInAfterTheWait(page);

            tellsWhichBrowsersAreTooOld(hookline, browser);
        }
    }

    private static void signInAfterTheWait(Page page) {
        assertThat(page.getByRole(AriaRole.BUTTON, named("Sign in")))
                .isEnabled(
                        new com.microsoft.playwright.assertions.LocatorAssertions.IsEnabledOptions()
                                .setTimeout(120_000));
        signIn(page, "admin", OWN);
        page.waitForSelector("[data-signed-in=true]");
    }

    private static void tellsWhichBrowsersAreTooOld(Hookline hookline, ConsoleBrowser browser) {
        Page without = browser.windowWithoutScripts();
        // Whatever a browser makes of noscript: this text comes without any script, too.
        assertThat(without.locator("#waiting")).isVisible();
        assertThat(without.content()).contains("which is switched off in this browser");
        without.context().close();

        Page old = browser.windowThatFirstRuns("CSS.supports = () => false");
        old.route("**/assets/index-*.js", route -> route.abort());
        browser.go(old, "/");
        Locator told = old.getByRole(AriaRole.ALERT);
        assertThat(told).containsText("needs a browser of 2023 or newer");
        assertThat(told).isVisible();
        old.context().close();

        Page half = browser.windowThatFirstRuns("");
        half.route("**/assets/index-*.js", route -> route.abort());
        browser.go(half, "/");
        assertThat(half.getByRole(AriaRole.ALERT)).containsText("did not get the whole program");
        half.context().close();
        browser.complaints().clear();
        assertThat(hookline.anonymous().get("/api/hookline/v1/sign-in").status()).isEqualTo(200);
    }

    @Test
    void givesPeopleRolesAndTokensByClicksAndTakesThemBackAtOnce(@TempDir Path folder) {
        try (Hookline hookline = Hookline.start(Hookline.Settings.in(folder));
                ConsoleBrowser browser = ConsoleBrowser.at(hookline.url())) {
            Page page = browser.window(1280, ColorScheme.LIGHT);
            browser.signIn(page);
            page.getByRole(AriaRole.LINK, named("Roles")).click();
            click(page, "Create role");
            page.getByLabel("Name").fill("Auditor");
            page.getByLabel("Description").fill("Reads the log for the yearly audit.");
            page.getByLabel("Read the system log").check();
            browser.look(page, "role-new");
            clickInDialog(page, "Save");
            assertThat(page.getByRole(AriaRole.BUTTON, named("Edit Auditor"))).isVisible();

            page.getByRole(AriaRole.LINK, named("People")).click();
            click(page, "Add person");
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(false))
                    .last()
                    .fill("ada");
            page.getByLabel("Auditor").check();
            browser.look(page, "person-new");
            clickInDialog(page, "Add");
            String oneTime = shownOnce(page);
            browser.look(page, "person-password");
            clickInDialog(page, "Done");

            Page hers = browser.window(390, ColorScheme.DARK);
            signIn(hers, "ada", oneTime);
            assertThat(hers.getByRole(AriaRole.HEADING, named("Choose your password"))).isVisible();
            browser.look(hers, "choose-password");
            choose(hers, oneTime, OWN);
            click(hers, "Open the menu");
            assertThat(hers.getByLabel("Pages").getByText("System Log")).isVisible();
            assertThat(hers.getByRole(AriaRole.LINK, named("People"))).hasCount(0);

            page.getByRole(AriaRole.LINK, named("ada")).click();
            assertThat(page.getByText("Chrome on Linux")).isVisible();
            page.getByLabel("Administrator").check();
            click(page, "Save roles");
            assertThat(page.getByText("Saved.")).hasCount(0);
            hers.reload();
            click(hers, "Open the menu");
            assertThat(hers.getByRole(AriaRole.LINK, named("People"))).isVisible();

            hers.getByRole(AriaRole.LINK, named("API Tokens")).click();
            click(hers, "Create token");
            hers.getByLabel("Name").fill("nightly export");
            hers.getByLabel("Read the system log").check();
            browser.look(hers, "token-new");
            clickInDialog(hers, "Create");
            String token = shownOnce(hers);
            browser.look(hers, "token-value");
            clickInDialog(hers, "Done");
            Map<String, String> with = Map.of("Authorization", "SSWS " + token);
            assertThat(status(hookline, with)).isEqualTo(200);

            click(page, "Disable");
            browser.look(page, "person-disable");
            clickInDialog(page, "Disable");
            assertThat(page.getByText("Not signed in anywhere.")).isVisible();
            hers.reload();
            assertThat(hers.getByRole(AriaRole.HEADING, named("Sign in"))).isVisible();
            assertThat(status(hookline, with)).isEqualTo(401);
            signIn(hers, "ada", OWN);
            assertThat(hers.getByRole(AriaRole.ALERT)).containsText("This account is disabled");
            // The browser itself reports the refusal.
            browser.complaints().clear();

            click(page, "Enable");
            click(page, "Reset password");
            clickInDialog(page, "Reset password");
            assertThat(page.locator("[data-secret]")).isVisible();
            clickInDialog(page, "Done");
            page.getByRole(AriaRole.LINK, named("API Tokens")).click();
            click(page, "Revoke");
            clickInDialog(page, "Revoke");
            assertThat(page.getByText("No API tokens yet")).isVisible();
            page.getByRole(AriaRole.LINK, named("People")).click();
            page.getByRole(AriaRole.LINK, named("ada")).click();
            click(page, "Delete");
            clickInDialog(page, "Delete");
            assertThat(page.getByRole(AriaRole.HEADING, named("People"))).isVisible();
            assertThat(page.getByRole(AriaRole.LINK, named("ada"))).hasCount(0);

            page.getByRole(AriaRole.LINK, named("admin")).click();
            click(page, "Disable");
            clickInDialog(page, "Disable");
            assertThat(dialog(page)).containsText("is the last administrator");
            assertThat(browser.complaints()).hasSize(1).first().asString().contains("409");
            browser.complaints().clear();
            clickInDialog(page, "Cancel");
            browser.go(page, "/account");
            choose(page, "not the password", OWN);
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("not right");
            choose(page, Hookline.PASSWORD, OWN);
            assertThat(page.getByText("The password is changed.")).isVisible();
        }
    }

    private static int status(Hookline hookline, Map<String, String> headers) {
        try {
            return hookline.anonymous()
                    .send("GET", "/api/v1/logs?limit=1", java.util.Optional.empty(), headers)
                    .status();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void canBeSeenByEverybodyWithLittleAndMuchData(@TempDir Path folder) {
        try (Hookline hookline = Hookline.start(Hookline.Settings.in(folder));
                ConsoleBrowser browser = ConsoleBrowser.at(hookline.url())) {
            Api api = hookline.api();
            String admin = api.get("/api/hookline/v1/users").json().path(0).path("id").asText();
            List<String> pages =
                    List.of("/people", "/people/" + admin, "/roles", "/api-tokens", "/account");
            visit(browser, "little", pages);

            for (int i = 0; i < 120; i++) {
                api.post("/api/hookline/v1/tokens", token(i)).expect(201);
            }
            for (int i = 0; i < 6; i++) {
                ObjectNode role = Api.JSON.createObjectNode().put("name", i + " " + LONG);
                role.put("description", LONG).putArray("permissions").add("read_log").add("halt");
                String id =
                        api.post("/api/hookline/v1/roles", role)
                                .expect(201)
                                .json()
                                .path("id")
                                .asText();
                ObjectNode user = Api.JSON.createObjectNode().put("name", i + " " + LONG);
                user.putArray("roles").add(id).add("viewer");
                api.post("/api/hookline/v1/users", user).expect(201);
            }
            JsonNode last = api.get("/api/hookline/v1/users").json();
            visit(
                    browser,
                    "much",
                    List.of(
                            "/people",
                            "/people/" + last.path(6).path("id").asText(),
                            "/roles",
                            "/api-tokens"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static ObjectNode token(int number) {
        ObjectNode token = Api.JSON.createObjectNode().put("name", number + " " + LONG);
        token.putArray("permissions").add("read_log").add("read_hooks").add("use_connections");
        return token;
    }

    private static void visit(ConsoleBrowser browser, String data, List<String> paths) {
        browser.visit(
                paths,
                path -> data + "-" + path.replaceAll("/\\w{8}-[\\w-]+", "-one").replace("/", ""));
    }
}
