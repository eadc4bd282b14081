package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.access.OAuthIssuer;
import io.hookline.server.configuration.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** The identity provider may be down when the server starts. */
class OAuthStartTest {
    @TempDir Path data;

    @Test
    void theServerStartsAndAnswersWithoutTheKeysOfTheIssuer() throws Exception {
        int closed;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = probe.getLocalPort();
        }
        OAuthIssuer issuer =
                new OAuthIssuer(
                        "https://id.example.org",
                        "hookline",
                        URI.create("http://127.0.0.1:" + closed + "/keys"));
        try (Server server = Server.start(configuration(issuer), InstantSource.system());
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, server, "/health/ready", "").statusCode()).isEqualTo(200);
            HttpResponse<String> nobody = get(client, server, "/api/v1/logs", "");
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("SSWS, Bearer");
            // {"alg":"ES256"}.{}. and no signature to speak of
            String token = "Bearer eyJhbGciOiJFUzI1NiJ9.e30.AAAA";
            assertThat(get(client, server, "/api/v1/logs", token).statusCode()).isEqualTo(503);
        }
    }

    private static HttpResponse<String> get(
            HttpClient client, Server server, String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.baseUrl().resolve(path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private Configuration configuration(OAuthIssuer issuer) {
        return TestSettings.in(
                data,
                Map.of(
                        "HOOKLINE_OAUTH_ISSUER",
                        issuer.issuer(),
                        "HOOKLINE_OAUTH_AUDIENCE",
                        issuer.audience(),
                        "HOOKLINE_OAUTH_KEYS_URL",
                        issuer.keys().toString(),
                        "HOOKLINE_OUTBOUND_ALLOW",
                        "127.0.0.1"));
    }
}
