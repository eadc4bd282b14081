package io.hookline.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.access.ClientAddress;
import io.hookline.server.http.FreePort;
import io.hookline.server.http.Route;
import io.hookline.server.http.Router;
import io.hookline.server.http.TestServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

class PagesTest {
    private final HttpClient browser = HttpClient.newHttpClient();
    private URI base;
    private TestServer web;

    @BeforeEach
    void start() {
        int port = FreePort.find();
        base = URI.create("http://127.0.0.1:" + port);
        List<Route> routes = new ArrayList<>(Assets.routes());
        routes.addAll(EarlierAddresses.routes());
        web =
                TestServer.of(
                        new Router(base, new ClientAddress(List.of()))
                                .add(routes)
                                .missingPage(PageRoutes::missing),
                        port);
    }

    @AfterEach
    void stop() {
        web.close();
        browser.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return browser.send(
                (headers.length > 0 ? request.headers(headers) : request).build(),
                BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "/,                                  /console/",
        "/hooks,                             /console/event-hooks",
        "/flows,                             /console/flows",
        "/flows/a5183feb,                    /console/flows/a5183feb",
        "/connections,                       /console/connections",
        "/connections/b5183feb,              /console/connections/b5183feb",
        "/executions,                        /console/executions",
        "/executions?parent=0192&path=4%2F1, /console/executions?parent=0192&path=4%2F1",
        "/executions?next=//evil.example,    /console/executions",
        "/executions/0192,                   /console/executions/0192",
        "/approvals,                         /console/approvals",
        "/approvals/0199?decision=approve,   /console/approvals/0199",
        "/log,                               /console/system-log",
        "/signin?next=//evil.example,        /console/",
        "/password,                          /console/account",
        "/setup?token=abc,                   /console/setup?token=abc",
        "/flows/a%20%3Cb%3E%C3%A9,           /console/flows/a%20%3Cb%3E%C3%A9",
    })
    void leadsOnFromWhereAPageWasEarlier(String from, String to) throws Exception {
        HttpResponse<String> answer = get(from);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(to);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).isEmpty();
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
    void answersABrowserThatAsksForAMissingPageWithAPage(String path, String accept, String type)
            throws Exception {
        HttpResponse<String> answer = accept == null ? get(path) : get(path, "Accept", accept);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        if (type.equals("text/html")) {
            assertThat(answer.body()).contains("No such page", "href=\"/console/\"");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'none'")
                    .doesNotContain("script-src", "unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%3Cscript%3Ealert(1)%3C/script%3E", "/nowhere?q=%3Cscript%3E"})
    void aMissingPageRepeatsNothingOfItsAddress(String path) throws Exception {
        assertThat(get(path, "Accept", "text/html").body()).doesNotContain("script", "alert");
    }

    @Test
    void servesStyleAndIconToEverybody() throws Exception {
        assertThat(get(Assets.STYLE).headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/css");
        assertThat(get(Assets.ICON).headers().firstValue("Content-Type").orElse(""))
                .startsWith("image/svg+xml");
    }
}
