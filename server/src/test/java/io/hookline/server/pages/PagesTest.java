package io.hookline.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.Answer;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.Request;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class PagesTest {
    private static final String HOSTILE =
            "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> & {{x}} \u202Eevil";
    private static final List<String> ALL =
            List.of(
                    "/",
                    "/hooks",
                    "/flows",
                    "/flows/" + Samples.FLOW,
                    "/connections",
                    "/connections/" + Samples.CONNECTION,
                    "/executions",
                    "/executions/" + Samples.EXECUTION,
                    "/log");

    @TempDir Path folder;
    private final HttpSender browser =
            new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private String cookie = "";

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void showsNothingWithoutSigningIn() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            fill(pages, "Phishing");
            for (String path : ALL) {
                Answer answer = get(pages, path);

                assertThat(answer.status()).isEqualTo(303);
                assertThat(answer.header("Location")).contains("/signin");
                assertThat(answer.text()).isEmpty();
            }
        }
    }

    @Test
    void letsTheAdministratorInAndOutAgain() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            assertThat(get(pages, "/signin").text())
                    .contains("type=\"password\"", "value=\"admin\"");

            Answer wrong =
                    post(
                            pages,
                            "/signin",
                            Map.of("name", "admin", "password", "guess"),
                            pages.uri());
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.text()).contains("role=\"alert\"").doesNotContain("guess");

            Answer right = signIn(pages);
            assertThat(right.status()).isEqualTo(303);
            assertThat(right.header("Location")).contains("/");
            assertThat(right.header("Set-Cookie").orElse(""))
                    .contains("HttpOnly", "SameSite=Strict", "Path=/")
                    .doesNotContain("Secure");
            assertThat(get(pages, "/").status()).isEqualTo(200);
            assertThat(get(pages, "/signin").status()).isEqualTo(303);

            String csrf =
                    get(pages, "/")
                            .text()
                            .replaceAll("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
            post(pages, "/signout", Map.of("csrf", "guess"), pages.uri());
            assertThat(get(pages, "/").status()).isEqualTo(200);
            post(pages, "/signout", Map.of("csrf", csrf), pages.uri());
            assertThat(get(pages, "/").status()).isEqualTo(303);
        }
    }

    @Test
    void refusesFormsFromOtherSites() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            Answer answer =
                    post(
                            pages,
                            "/signin",
                            Map.of("name", "admin", "password", TestingPages.PASSWORD.reveal()),
                            URI.create("https://evil.example"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void slowsDownGuessing() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                statuses.add(
                        post(
                                        pages,
                                        "/signin",
                                        Map.of("name", "admin", "password", "x"),
                                        pages.uri())
                                .status());
            }
            assertThat(statuses).startsWith(401, 401, 401).endsWith(429);
        }
    }

    @Test
    void choosesThePasswordThroughTheSetupLinkOnce() {
        try (TestingPages pages = TestingPages.withSetupLink(folder)) {
            String token = pages.setupToken.orElseThrow();
            assertThat(get(pages, "/setup?token=guess").status()).isEqualTo(410);
            assertThat(get(pages, "/setup?token=" + token).text()).contains("new-password");

            assertThat(setUp(pages, token, "short", "short").text())
                    .contains("at least 12 characters");
            assertThat(setUp(pages, token, "long enough words", "other enough words").text())
                    .contains("differ");
            Answer chosen = setUp(pages, token, "long enough words", "long enough words");
            assertThat(chosen.status()).isEqualTo(303);
            assertThat(get(pages, "/").status()).isEqualTo(200);
            assertThat(
                            setUp(pages, token, "another long password", "another long password")
                                    .status())
                    .isEqualTo(410);
        }
    }

    @Test
    void showsHostileNamesAsTextAndNoClientToken() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            fill(pages, HOSTILE);
            signIn(pages);
            for (String path : ALL) {
                String html = get(pages, path).text();

                assertThat(html)
                        .as(path)
                        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img")
                        .doesNotContain("<script", "<img src=x", "t0ken")
                        .doesNotContain("javascript:");
            }
        }
    }

    @Test
    void everyPageForbidsScriptsFramesAndCaches() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            signIn(pages);
            for (String path :
                    List.of("/", "/signin", "/hooks", "/executions/" + Samples.EXECUTION)) {
                Answer answer = get(pages, path);

                assertThat(answer.header("Content-Security-Policy").orElse(""))
                        .contains(
                                "default-src 'none'",
                                "frame-ancestors 'none'",
                                "form-action 'self'")
                        .doesNotContain("script-src", "unsafe");
                assertThat(answer.header("Cache-Control")).contains("no-store");
                assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/nowhere          | text/html,application/xhtml+xml,*/*;q=0.8 | text/html",
                "/flows/a/b/c      | TEXT/HTML; q=0.9                          | text/html",
                "/nowhere          | */*                                       |"
                        + " application/problem",
                "/nowhere          | -                                         |"
                        + " application/problem",
                "/nowhere          | text/html;q=0, */*                        |"
                        + " application/problem",
                "/api/flo/a/b/c    | text/html                                 |"
                        + " application/problem",
            })
    void answersABrowserThatAsksForAMissingPageWithAPage(String path, String accept, String type) {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            Map<String, String> headers = accept == null ? Map.of() : Map.of("Accept", accept);
            Answer answer = send(pages, "GET", path, headers, "");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type").orElse("")).startsWith(type);
            if (type.equals("text/html")) {
                assertThat(answer.text()).contains("Page not found", "href=\"/\"");
                assertThat(answer.header("Content-Security-Policy")).isPresent();
            }
        }
    }

    @Test
    void saysOnEveryPageThatAllIsHaltedAndHowToGoOn() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            signIn(pages);
            assertThat(get(pages, "/").text()).doesNotContain("Halted.");
            pages.data.lift = Optional.of("To go on, turn the switch.");
            for (String path : List.of("/", "/flows")) {
                assertThat(get(pages, path).text())
                        .contains("Halted.", "To go on, turn the switch.");
            }
        }
    }

    @Test
    void saysWhatToDoWhereThereIsNothingYet() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            signIn(pages);
            assertThat(get(pages, "/hooks").text()).contains("No event hooks yet");
            assertThat(get(pages, "/flows").text()).contains("No flows yet");
            assertThat(get(pages, "/executions").text()).contains("Nothing has run yet");
            assertThat(get(pages, "/log").text()).contains("No events yet");
            assertThat(get(pages, "/").status()).isEqualTo(200);
        }
    }

    @Test
    void countsAmongTheHooksThatReceiveOnlyThoseWhoseHealthIsOk() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            signIn(pages);
            for (String status :
                    List.of("ok", "ok", "paused", "unverified", "receiver down", "paused")) {
                ObjectNode hook = new Samples(status).hook("ACTIVE", "VERIFIED", "why " + status);
                ((ObjectNode) hook.path("health")).put("status", status);
                pages.data.hooks.add(hook);
            }

            assertThat(get(pages, "/").text())
                    .contains(
                            "<span class=\"tile-number\">2</span>",
                            "of 6, 2 paused, 1 receiver down, 1 unverified");
            assertThat(get(pages, "/hooks").text())
                    .contains("Receiver down", "why receiver down", "Paused", "why paused")
                    .doesNotContain("why ok");
        }
    }

    @Test
    void foldsHelpersBelowTheExecutionThatCalledThem() {
        String root = "0192a6b0-0000-7000-8000-00000000aaaa";
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            signIn(pages);
            pages.data.executions.add(new Samples("Root").execution(root, "SUCCESS"));
            for (int i = 0; i < 25; i++) {
                String id = "0192a6b0-0000-5000-8000-0000000000" + (10 + i);
                pages.data.executions.add(
                        new Samples("Helper " + i).execution(id, "SUCCESS").put("parent", root));
            }

            String list = get(pages, "/executions").text();

            assertThat(list)
                    .contains("/executions/" + root, "more than 20 helpers", "Helper 19")
                    .contains("/executions?parent=" + root)
                    .doesNotContain("Helper 20");
            assertThat(get(pages, "/executions?parent=" + root).text())
                    .contains("Helper executions", "Helper 24")
                    .doesNotContain("more than");
            assertThat(get(pages, "/").text()).contains("Root").doesNotContain("Helper 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "0192a6b0-0000-7000-8000-00000000ffff", "%3Cscript%3E"})
    void answersAnUnknownExecutionWithAPage(String id) {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            signIn(pages);
            Answer answer = get(pages, "/executions/" + id);

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type").orElse("")).startsWith("text/html");
            assertThat(answer.text()).doesNotContain("<script");
        }
    }

    @Test
    void showsEveryCardOfAnExecutionWithItsError() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            fill(pages, "Tell the security channel");
            signIn(pages);

            assertThat(get(pages, "/executions/" + Samples.EXECUTION).text())
                    .contains("API Endpoint", "Parse", "Compose", "Tell the security channel")
                    .contains("2 of 7 items, ")
                    .contains("Inputs", "Outputs", "1503435956.000247", "not_in_channel")
                    .contains("/executions?parent=" + Samples.EXECUTION + "&amp;path=4");
        }
    }

    @Test
    void showsWhatAFlowCanDoAndWithWhichFlowsItWorks() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            fill(pages, "Suspend the user");
            signIn(pages);

            assertThat(get(pages, "/flows").text())
                    .contains("/flows/" + Samples.FLOW, "Most severe effect", "Destroys");
            assertThat(get(pages, "/flows/" + Samples.FLOW).text())
                    .containsSubsequence("Destroys", "okta.suspendUser", "/flows/the-helper")
                    .containsSubsequence("Reads", "stash.searchRows2", "This flow")
                    .contains(
                            "has no credentials yet", "a flow that does not exist", "No other flow")
                    .doesNotContain("t0ken");
            assertThat(get(pages, "/flows/nothing").status()).isEqualTo(404);
        }
    }

    @Test
    void servesStyleAndIconToEverybody() {
        try (TestingPages pages = TestingPages.withPassword(folder)) {
            assertThat(get(pages, Assets.STYLE).header("Content-Type").orElse(""))
                    .startsWith("text/css");
            assertThat(get(pages, Assets.ICON).header("Content-Type").orElse(""))
                    .startsWith("image/svg+xml");
        }
    }

    private static void fill(TestingPages pages, String name) {
        Samples samples = new Samples(name);
        pages.data.hooks.add(samples.hook("ACTIVE", "VERIFIED", "The flow " + name + " is off."));
        pages.data.flows.add(samples.flow("endpoint", "on"));
        pages.data.connections.add(samples.connection("needed"));
        pages.data.executions.add(samples.execution(Samples.EXECUTION, "FAILURE"));
        pages.data.events.add(samples.event(7, name, name));
    }

    private Answer signIn(TestingPages pages) {
        return post(
                pages,
                "/signin",
                Map.of("name", "admin", "password", TestingPages.PASSWORD.reveal()),
                pages.uri());
    }

    private Answer setUp(TestingPages pages, String token, String password, String again) {
        return post(
                pages,
                "/setup",
                Map.of("token", token, "password", password, "again", again),
                pages.uri());
    }

    private Answer get(TestingPages pages, String path) {
        return send(pages, "GET", path, Map.of(), "");
    }

    private Answer post(TestingPages pages, String path, Map<String, String> form, URI origin) {
        List<String> pairs = new ArrayList<>();
        form.forEach((key, value) ->
                pairs.add(key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return send(
                pages,
                "POST",
                path,
                Map.of(
                        "Origin",
                        origin.toString(),
                        "Content-Type",
                        "application/x-www-form-urlencoded"),
                String.join("&", pairs));
    }

    private Answer send(
            TestingPages pages,
            String method,
            String path,
            Map<String, String> headers,
            String body) {
        Map<String, String> all = new HashMap<>(headers);
        if (!cookie.isEmpty()) {
            all.put("Cookie", cookie);
        }
        Answer answer =
                browser.send(
                        new Request(
                                method,
                                pages.uri().resolve(path),
                                all.entrySet().stream()
                                        .map(header ->
                                                new Request.Header(
                                                        header.getKey(), header.getValue()))
                                        .toList(),
                                body.getBytes(StandardCharsets.UTF_8),
                                Duration.ofSeconds(30),
                                5_000_000));
        answer.header("Set-Cookie").ifPresent(line -> cookie = line.split(";", 2)[0]);
        return answer;
    }
}
