package io.hookline.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.access.ClientAddress;
import io.hookline.server.http.Router;
import io.hookline.server.http.TestServer;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the console's files are served. */
class ConsoleRoutesTest {
    private static final Pattern META = Pattern.compile("name=\"nonce\" content=\"([\\w-]+)\"");

    @AutoClose private final HttpClient client = HttpClient.newHttpClient();
    @AutoClose private final TestServer built = serving("testing-console");
    @AutoClose private final TestServer unbuilt = serving("no-such-console");

    private static TestServer serving(String folder) {
        ConsoleFiles files = new ConsoleFiles(ConsoleRoutesTest.class.getClassLoader(), folder);
        Router router = new Router(URI.create("http://localhost"), new ClientAddress(List.of()));
        return TestServer.of(router.add(ConsoleRoutes.of(files)));
    }

    private HttpResponse<String> get(TestServer server, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static Optional<String> nonce(HttpResponse<String> page) {
        Matcher found = META.matcher(page.body());
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    @Test
    void everyAddressBelowItIsThePageThatNobodyKeeps() throws Exception {
        for (String path : List.of("/", "/event-hooks", "/executions/0198/steps", "/a/b/c/d/e/f")) {
            HttpResponse<String> page = get(built, "/console" + path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(header(page, "Cache-Control")).isEqualTo("no-store");
        }
        HttpResponse<String> home = get(built, "/console");
        assertThat(home.statusCode()).isEqualTo(303);
        assertThat(header(home, "Location")).isEqualTo("/console/");
    }

    @Test
    void noScriptButTheBuildsOwnRunsAndNothingIsLoadedFromElsewhere() throws Exception {
        String policy = header(get(built, "/console/"), "Content-Security-Policy");
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self';", "connect-src 'self';")
                .contains("base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "data:", "*");
    }

    @Test
    void theNonceOfItsStylesIsAnotherOneWithEachAnswer() throws Exception {
        HttpResponse<String> one = get(built, "/console/");
        HttpResponse<String> other = get(built, "/console/");
        assertThat(nonce(one)).isPresent().isNotEqualTo(nonce(other));
        assertThat(header(one, "Content-Security-Policy"))
                .contains("style-src 'self' 'nonce-" + nonce(one).orElseThrow() + "'");
    }

    @Test
    void assetsAreKeptForAYearAndSentInTheSmallestFormThatIsRead() throws Exception {
        String asset = "/console/assets/app-1.js";
        record Case(String accepted, String body, String coding) {}
        for (Case each :
                List.of(
                        new Case("gzip, deflate, br", "br", "br"),
                        new Case("gzip", "gz", "gzip"),
                        new Case("br;q=0, gzip", "gz", "gzip"),
                        new Case("identity", "plain", ""))) {
            HttpResponse<String> answer = get(built, asset, "Accept-Encoding", each.accepted());
            assertThat(answer.body()).as(each.accepted()).isEqualTo(each.body());
            assertThat(header(answer, "Content-Encoding")).isEqualTo(each.coding());
            assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(header(answer, "Cache-Control")).contains("max-age=31536000", "immutable");
            assertThat(header(answer, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        }
        HttpResponse<String> onlyPlain =
                get(built, "/console/assets/app-2.css", "Accept-Encoding", "br, gzip");
        assertThat(onlyPlain.body().strip()).isEqualTo("p{}");
        assertThat(header(onlyPlain, "Content-Encoding")).isEmpty();
    }

    @Test
    void nothingButTheBuildsAssetsCanBeReached() throws Exception {
        for (String name :
                List.of("other.js", "..%2Findex.html", "%2e%2e%2findex.html", ".hidden", "a%00b")) {
            HttpResponse<String> answer = get(built, "/console/assets/" + name);
            assertThat(answer.statusCode()).as(name).isBetween(400, 404);
            assertThat(answer.body()).as(name).doesNotContain("@nonce@");
            assertThat(header(answer, "Cache-Control")).as(name).isEqualTo("no-store");
        }
    }

    @Test
    void aServerThatWasBuiltWithoutItSaysSo() throws Exception {
        HttpResponse<String> page = get(unbuilt, "/console/event-hooks");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("without its console", "Node", "./hookline start");
        assertThat(header(page, "Content-Security-Policy")).contains("default-src 'none'");
    }
}
