package io.hookline.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Single sign-on with a real Keycloak, in a real browser. */
class KeycloakSignInTest {
    private static final String BUTTON = "Sign in with Keycloak";
    private static final String CALLBACK = "/signin/sso/callback";

    @TempDir static Path folder;
    private static Keycloak keycloak;
    private static Hookline hookline;
    private static ConsoleBrowser browser;

    @BeforeAll
    static void start() {
        keycloak = Keycloak.start(folder, "staff");
        hookline =
                Hookline.start(
                        Hookline.Settings.in(folder)
                                .with("HOOKLINE_OUTBOUND_ALLOW", "127.0.0.0/8,localhost")
                                .with("HOOKLINE_SIGN_ON_ISSUER", keycloak.issuer())
                                .with("HOOKLINE_SIGN_ON_CLIENT_ID", "hookline")
                                .with(
                                        "HOOKLINE_SIGN_ON_CLIENT_SECRET",
                                        "the secret of the client hookline")
                                .with(
                                        "HOOKLINE_SIGN_ON_ROLES",
                                        "hookline-admins=administrator,hookline-viewers=Viewer")
                                .with("HOOKLINE_SIGN_ON_BUTTON", BUTTON));
        browser = ConsoleBrowser.at(hookline.url());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (hookline != null) {
            hookline.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page window() {
        return browser.window(1280, ColorScheme.LIGHT);
    }

    /** By the button, then Keycloak's own form. */
    private static void signIn(Page page, String user) {
        page.getByRole(AriaRole.LINK, named(BUTTON)).click();
        page.locator("#username").fill(user);
        page.locator("#password").fill(user + " at keycloak");
        page.locator("#kc-login").click();
        page.waitForURL(url -> url.startsWith(hookline.url().toString()));
    }

    private static void awaitIn(Page page) {
        page.waitForSelector("[data-signed-in=true]");
    }

    private static JsonNode user(String name) {
        return hookline.api().get("/api/hookline/v1/users?q=" + name).expect(200).json().path(0);
    }

    private static JsonNode events(String filter) {
        String query = filter.replace(" ", "%20").replace("\"", "%22");
        return hookline.api().get("/api/v1/logs?filter=" + query).expect(200).json();
    }

    @Test
    void thePersonComesInByTheButtonWithTheRoleOfTheGroupAndLeavesBothSites() {
        Page page = window();
        browser.go(page, "/system-log?q=phishing");
        assertThat(page.getByRole(AriaRole.LINK, named(BUTTON))).isVisible();
        browser.look(page, "sign-in-with-button");
        signIn(page, "ada");
        awaitIn(page);
        assertThat(page.getByLabel("Words")).hasValue("phishing");
        assertThat(page.getByRole(AriaRole.LINK, named("People"))).isVisible();

        JsonNode ada = user("ada");
        assertThat(ada.path("signIn").asText()).isEqualTo("identity_provider");
        assertThat(ada.path("roles").toString()).isEqualTo("[\"administrator\"]");
        browser.go(page, "/people/" + ada.path("id").asText());
        assertThat(page.getByText("Their groups at the identity provider decide")).isVisible();
        assertThat(page.getByRole(AriaRole.BUTTON, named("Reset password"))).hasCount(0);
        browser.go(page, "/account");
        assertThat(page.getByText("have no password here")).isVisible();
        String id = ada.path("id").asText();
        hookline.api().post("/api/hookline/v1/users/" + id + "/password").expect(409);
        assertThat(events("eventType eq \"user.lifecycle.create\" and target.id eq \"" + id + "\""))
                .hasSize(1);

        page.getByRole(AriaRole.BUTTON, named("Signed in as ada: settings")).click();
        page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
        page.getByRole(AriaRole.LINK, named(BUTTON)).click();
        assertThat(page.locator("#username")).isVisible();
        page.context().close();
    }

    @Test
    void theRoleFollowsTheGroupsAtEverySignInAndWithoutOneNobodyComesIn() {
        Page page = window();
        signIn(page, "grace");
        awaitIn(page);
        assertThat(page.getByLabel("Pages").getByText("System Log")).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, named("People"))).hasCount(0);

        keycloak.setGroups("grace", List.of("hookline-admins"));
        Page second = window();
        signIn(second, "grace");
        awaitIn(second);
        assertThat(second.getByRole(AriaRole.LINK, named("People"))).isVisible();
        page.reload();
        assertThat(page.getByRole(AriaRole.LINK, named("People"))).isVisible();

        keycloak.setGroups("grace", List.of("elsewhere"));
        Page third = window();
        signIn(third, "grace");
        assertThat(third.getByRole(AriaRole.HEADING, named("Not signed in"))).isVisible();
        page.reload();
        assertThat(page.getByRole(AriaRole.LINK, named(BUTTON))).isVisible();
        assertThat(user("grace").path("roles")).isEmpty();
        List.of(page, second, third).forEach(each -> each.context().close());
    }

    @Test
    void whoIsInNoGroupIsToldSoAndHasNoAccount() {
        Page page = window();
        signIn(page, "eve");
        assertThat(page.getByText("none of your groups there has a role here")).isVisible();
        browser.look(page, "sign-on-without-role");
        page.getByRole(AriaRole.LINK, named("Back to signing in")).click();
        assertThat(page.getByRole(AriaRole.LINK, named(BUTTON))).isVisible();
        assertThat(hookline.api().get("/api/hookline/v1/users?q=eve").json()).isEmpty();
        Await.until(
                "the refusal is in the log",
                Duration.ofSeconds(10),
                () -> events("outcome.reason eq \"NO_ROLE\"").size() > 0);
        page.context().close();
    }

    @Test
    void aForgedOrReplayedStateOpensNothing() {
        Page page = window();
        List<String> callbacks = new ArrayList<>();
        page.onRequest(request -> {
            if (request.url().contains(CALLBACK)) {
                callbacks.add(request.url());
            }
        });
        signIn(page, "ada");
        awaitIn(page);
        assertThat(callbacks).hasSize(1);

        Page elsewhere = window();
        for (String url :
                List.of(
                        callbacks.getFirst(),
                        hookline.url() + CALLBACK + "?state=forged&code=guessed",
                        hookline.url() + CALLBACK)) {
            elsewhere.navigate(url);
            assertThat(elsewhere.getByText("did not begin in this browser")).isVisible();
        }
        page.navigate(callbacks.getFirst());
        assertThat(page.getByText("did not begin in this browser")).isVisible();

        // A sign-in that has begun here does not take the answer to another one.
        elsewhere.navigate(hookline.url() + "/signin/sso");
        elsewhere.locator("#username").waitFor();
        elsewhere.navigate(callbacks.getFirst());
        assertThat(elsewhere.getByText("did not begin in this browser")).isVisible();
        browser.go(elsewhere, "/");
        assertThat(elsewhere.getByRole(AriaRole.LINK, named(BUTTON))).isVisible();
        page.context().close();
        elsewhere.context().close();
    }

    @Test
    void aSignInPastKeycloakRaisesAnAlert() {
        try (HookReceiver receiver = new HookReceiver()) {
            ObjectNode rule = Api.JSON.createObjectNode().put("name", "Break glass");
            rule.putArray("types").add("hookline.access.break_glass");
            rule.putObject("destination")
                    .put("type", "webhook")
                    .put("url", receiver.url().toString());
            hookline.api().post("/api/hookline/v1/alertRules", rule).expect(201);
            Page page = window();
            browser.signIn(page);
            Await.until(
                    "the alert arrives",
                    Duration.ofSeconds(30),
                    () ->
                            receiver.deliveries().stream()
                                    .anyMatch(alert ->
                                            alert.body().contains("hookline.access.break_glass")
                                                    && alert.body().contains("admin")));
            page.context().close();
        }
        assertThat(Optional.of(events("eventType eq \"hookline.access.break_glass\"")))
                .hasValueSatisfying(found -> assertThat(found).isNotEmpty());
    }
}
