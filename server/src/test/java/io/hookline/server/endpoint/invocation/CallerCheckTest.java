package io.hookline.server.endpoint.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;

import io.hookline.flow.engine.Outcome;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.Lineage;
import io.hookline.server.access.AccessTokens;
import io.hookline.server.access.TestingIssuer;
import io.hookline.server.endpoint.TestingCallerCheck;
import io.hookline.server.endpoint.http.InProcessEndpoints;
import io.hookline.server.endpoint.http.InvokeApi;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.TestingHttp;
import io.hookline.server.execution.World;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class CallerCheckTest {
    private static final ECKey KEY = TestingIssuer.key("k1");

    @TempDir Path folder;
    private final TestingIssuer issuer = new TestingIssuer();
    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final CompletableFuture<String> headers = new CompletableFuture<>();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private World world;
    private EventLog log;
    private TestingHttp http;

    @BeforeEach
    void start() {
        issuer.publish(KEY);
        world =
                new World(
                                folder,
                                (id, flow, input, host) -> {
                                    headers.complete(input.value("raw", "headers").toString());
                                    return new Outcome.Completed(Optional.empty());
                                })
                        .start();
        log = world.log();
        world.flows.add("token", FlowDocument.endpoint("Token"));
        world.flows.put(
                TestFlows.with(
                        world.flows.add("oauth", FlowDocument.endpoint("OAuth")),
                        SecurityLevel.OAUTH));
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
        sender.close();
        issuer.close();
    }

    private void serve(EndpointLimits limits, boolean takesAccessTokens) {
        Optional<AccessTokens> tokens =
                takesAccessTokens
                        ? Optional.of(new AccessTokens(issuer.configured(), sender, () -> now))
                        : Optional.empty();
        http =
                new TestingHttp(
                        TestingHttp.routes(
                                "http://localhost",
                                new InvokeApi(
                                                world.database(),
                                                world.executions(),
                                                TestingCallerCheck.of(
                                                        world, log, tokens, limits, () -> now))
                                        .routes()));
    }

    private HttpResponse<String> call(String alias, String header, String value) {
        HttpRequest.Builder request =
                http.request("/api/flo/" + alias + "/invoke").POST(BodyPublishers.ofString("{}"));
        return http.send(value.isEmpty() ? request : request.header(header, value));
    }

    private HttpResponse<String> withToken(String token) {
        return call("token", "x-api-client-token", token);
    }

    private HttpResponse<String> bearer(String... scopes) {
        return call(
                "oauth",
                "Authorization",
                "Bearer " + TestingIssuer.signed(KEY, TestingIssuer.claims(now, scopes).build()));
    }

    @Test
    void takesAnAccessTokenWithTheScopeAndHidesItFromTheFlow() throws Exception {
        serve(EndpointLimits.NONE, true);

        assertThat(bearer("openid", CallerCheck.SCOPE).statusCode()).isEqualTo(200);
        assertThat(headers.get(20, TimeUnit.SECONDS)).doesNotContain("uthorization", "Bearer");
    }

    @Test
    void refusesAnAccessTokenWithoutTheScopeAndOneThatIsNone() {
        serve(EndpointLimits.NONE, true);
        HttpResponse<String> narrow = bearer("okta.logs.read");
        assertThat(narrow.statusCode()).isEqualTo(403);
        assertThat(narrow.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("insufficient_scope", CallerCheck.SCOPE);

        HttpResponse<String> missing = call("oauth", "", "");
        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(missing.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer");
        assertThat(call("oauth", "Authorization", "Bearer x.y.z").statusCode()).isEqualTo(401);
        assertThat(call("oauth", "x-api-client-token", TestFlows.TOKEN).statusCode())
                .isEqualTo(401);
        now = now.plus(Duration.ofHours(2));
        String old =
                TestingIssuer.signed(
                        KEY,
                        TestingIssuer.claims(now.minus(Duration.ofHours(2)), CallerCheck.SCOPE)
                                .build());
        assertThat(call("oauth", "Authorization", "Bearer " + old).statusCode()).isEqualTo(401);
    }

    @Test
    void saysThatNobodysAccessTokensAreTaken() {
        serve(EndpointLimits.NONE, false);

        HttpResponse<String> refused = bearer(CallerCheck.SCOPE);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("no issuer of them is configured");
    }

    @Test
    void aHookOfOursHasNoAccessToken() {
        serve(EndpointLimits.NONE, true);
        InProcessEndpoints door =
                new InProcessEndpoints(
                        world.facilities(),
                        world.executions(),
                        new InvocationRates(EndpointLimits.NONE, () -> now),
                        URI.create("http://localhost"),
                        80);

        assertThat(door.obstacle(URI.create("http://localhost/api/flo/oauth/invoke"), Map.of()))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("choose another security level"));
    }

    @Test
    void slowsDownWrongClientTokensAndReportsThemToTheLog() {
        serve(EndpointLimits.NONE, false);
        for (int i = 0; i < 5; i++) {
            assertThat(withToken("wrong").statusCode()).isEqualTo(401);
        }
        assertThat(call("unknown", "", "").statusCode())
                .as("without a token the alias is what is guessed")
                .isEqualTo(404);
        HttpResponse<String> slowed = withToken("wrong");
        assertThat(slowed.statusCode()).isEqualTo(429);
        assertThat(slowed.headers().firstValue("Retry-After")).isPresent();
        // Reports wait for nobody: this comes after them.
        world.database().write(transaction -> true);
        assertThat(log.read(0, List.of("hookline.access.slowed"), 10))
                .singleElement()
                .satisfies(event -> assertThat(event.json().toString()).contains("client tokens"));

        assertThat(withToken(TestFlows.TOKEN).statusCode())
                .as("nobody looks at the right one either")
                .isEqualTo(429);
        now = now.plusSeconds(2);
        assertThat(withToken(TestFlows.TOKEN).statusCode()).isEqualTo(200);
        for (int i = 0; i < 2; i++) {
            withToken("wrong");
        }
        assertThat(withToken(TestFlows.TOKEN).statusCode())
                .as("now it is known from here")
                .isEqualTo(200);
    }

    @Test
    void limitsCallsOfAFlowBySecondAndFromAnAddressByMinute() {
        serve(new EndpointLimits(OptionalInt.of(2), OptionalInt.of(3)), false);
        assertThat(withToken(TestFlows.TOKEN).statusCode()).isEqualTo(200);
        assertThat(withToken(TestFlows.TOKEN).statusCode()).isEqualTo(200);
        HttpResponse<String> third = withToken(TestFlows.TOKEN);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("Retry-After")).contains("1");

        now = now.plusSeconds(1);
        HttpResponse<String> fourth = withToken(TestFlows.TOKEN);
        assertThat(fourth.statusCode()).isEqualTo(429);
        assertThat(fourth.headers().firstValue("Retry-After")).contains("59");
        now = now.plusSeconds(59);
        assertThat(withToken(TestFlows.TOKEN).statusCode()).isEqualTo(200);
    }

    @Test
    void aDeliveryOfOursCountsForTheFlowToo() {
        serve(EndpointLimits.NONE, false);
        InProcessEndpoints door =
                new InProcessEndpoints(
                        world.facilities(),
                        world.executions(),
                        new InvocationRates(
                                new EndpointLimits(OptionalInt.of(1), OptionalInt.empty()),
                                () -> now),
                        URI.create("http://localhost"),
                        80);

        assertThat(deliver(door, "1").status()).isEqualTo(200);
        assertThat(deliver(door, "2").fault()).contains(InvocationFault.TOO_MANY_CALLS);
    }

    private OwnEndpoints.Delivered deliver(InProcessEndpoints door, String eventId) {
        ObjectNode envelope = Json.object().put("eventId", eventId);
        OwnEndpoints.Prepared prepared =
                door.prepare(
                        new OwnEndpoints.Submission(
                                URI.create("http://localhost/api/flo/token/invoke"),
                                Map.of("x-api-client-token", TestFlows.TOKEN),
                                Json.bytes(envelope),
                                envelope));
        return world.database().write(prepared::accept);
    }

    @Test
    void cutsAChainOfTenFlows() {
        serve(EndpointLimits.NONE, false);
        HttpResponse<String> cut =
                http.send(
                        http.request("/api/flo/token/invoke")
                                .POST(BodyPublishers.ofString("{}"))
                                .header("x-api-client-token", TestFlows.TOKEN)
                                .header(Lineage.HOPS, "10"));

        assertThat(cut.statusCode()).isEqualTo(508);
    }
}
