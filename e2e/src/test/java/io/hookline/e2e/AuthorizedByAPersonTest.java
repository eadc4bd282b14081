package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;

import io.hookline.testing.AuthorizationServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person authorises a connection in a real browser, at an authorization server that is another
 * site: the session's cookie does not come back with them by itself.
 */
class AuthorizedByAPersonTest {
    private static final Path BROWSER =
            Path.of(
                    Optional.ofNullable(System.getenv("HOOKLINE_BROWSER"))
                            .orElse("/usr/bin/chromium"));
    private static final String CONNECTIONS = "/api/hookline/v1/connections";

    @Test
    void theButtonLeadsToTheOtherSystemAndBack(@TempDir Path folder) throws IOException {
        assumeTrue(Files.isExecutable(BROWSER), () -> BROWSER + " is not installed");
        Hookline.Settings settings =
                Hookline.Settings.in(folder)
                        .with("HOOKLINE_OUTBOUND_ALLOW", "127.0.0.0/8,::1,localhost");
        try (AuthorizationServer there = new AuthorizationServer();
                Hookline hookline = Hookline.start(settings);
                Playwright playwright =
                        Playwright.create(
                                new Playwright.CreateOptions()
                                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser =
                        playwright
                                .chromium()
                                .launch(
                                        new BrowserType.LaunchOptions()
                                                .setExecutablePath(BROWSER)
                                                .setArgs(List.of("--no-sandbox")))) {
            String id =
                    hookline.api()
                            .post(CONNECTIONS, connection(there))
                            .expect(201)
                            .json()
                            .get("id")
                            .asText();
            Page page = browser.newPage();
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    complaints.add(page.url() + ": " + message.text());
                }
            });
            page.navigate(hookline.url() + "/");
            page.locator("input[type=password]").fill(Hookline.PASSWORD);
            page.locator("button[type=submit]").first().click();
            page.waitForLoadState();

            page.navigate(hookline.url() + "/connections/" + id);
            assertThat(page.content()).contains("Needs authorisation");
            String home = hookline.url() + "/connections/" + id;
            page.locator("main button").click();
            page.waitForURL(home);
            page.locator("text=Authorise again").waitFor();

            assertThat(page.content()).contains("Given by").doesNotContain("Needs authorisation");
            String test = CONNECTIONS + "/" + id + "/test";
            assertThat(hookline.api().post(test).json().path("works").asBoolean()).isTrue();
            there.denying("access_denied");
            page.locator("main button").click();
            page.locator("text=Nobody said yes").waitFor();
            assertThat(page.url()).startsWith(hookline.url() + "/oauth/callback?");
            page.locator("text=Back to the connection").click();
            page.waitForURL(home);
            assertThat(page.content()).as("the earlier leave stays").contains("Authorise again");
            complaints.removeIf(complaint -> complaint.contains("400"));
            assertThat(complaints).isEmpty();
            for (String secret : there.given()) {
                assertThat(page.content()).doesNotContain(secret);
            }
        }
    }

    private static ObjectNode connection(AuthorizationServer there) {
        ObjectNode body = Api.JSON.createObjectNode().put("name", "Calendar");
        body.put("connector", "httpfunctions").put("baseUrl", there.uri("/api").toString());
        ObjectNode auth = body.putObject("auth").put("type", "oauth2");
        auth.put("grant", "authorization_code").put("clientId", AuthorizationServer.CLIENT);
        auth.put("clientSecret", AuthorizationServer.SECRET).put("scope", "calendar");
        auth.put("tokenUrl", there.uri("/token").toString());
        auth.put("authorizeUrl", there.named("/authorize").toString());
        return body;
    }
}
