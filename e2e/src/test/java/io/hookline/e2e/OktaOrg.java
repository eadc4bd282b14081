package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.okta.sdk.authc.credentials.TokenClientCredentials;
import com.okta.sdk.client.ClientBuilder;
import com.okta.sdk.client.Clients;
import com.okta.sdk.resource.client.ApiClient;
import com.okta.sdk.resource.model.EventHook;
import com.okta.sdk.resource.model.EventHookChannel;
import com.okta.sdk.resource.model.EventHookChannelConfig;
import com.okta.sdk.resource.model.EventHookChannelType;
import com.okta.sdk.resource.model.EventSubscriptionType;
import com.okta.sdk.resource.model.EventSubscriptions;

import io.hookline.testing.http.RecordingServer;
import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Exchange;
import io.hookline.testing.http.RecordingServer.Received;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The server in the place of an Okta org: Okta's own client reaches it through a proxy that keeps
 * what was said, so that every answer can be held against what Okta publishes.
 */
final class OktaOrg implements AutoCloseable {
    static final String LOCK = "user.account.lock";

    /** Headers about the connection, which each side of the proxy sets for itself. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "accept-encoding",
                    "connection",
                    "content-length",
                    "date",
                    "expect",
                    "host",
                    "keep-alive",
                    "transfer-encoding",
                    "upgrade");

    private final Optional<PublishedStructure> structure = PublishedStructure.ifPresent();
    private final RecordingServer proxy = new RecordingServer(this::forward);
    private final Hookline hookline;
    private final Api anonymous;
    private final Api api;
    private int checked;

    /** Starts it with its data in a folder. */
    OktaOrg(Path folder) {
        // Okta's client wants https unless a setting says that this is a test.
        System.setProperty(
                ClientBuilder.DEFAULT_CLIENT_TESTING_DISABLE_HTTPS_CHECK_PROPERTY_NAME, "true");
        if (structure.isEmpty()) {
            System.out.println(
                    "../shared/openapi is not here: answers are not held against what it says");
        }
        hookline =
                Hookline.start(
                        Hookline.Settings.in(folder)
                                .inDevelopment()
                                .with("HOOKLINE_BASE_URL", proxy.url().toString()));
        anonymous = hookline.anonymous();
        api = hookline.api();
    }

    /** Okta's client, made as its manual says. */
    ApiClient client(String token) {
        return Clients.builder()
                .setOrgUrl(proxy.url().toString())
                .setClientCredentials(new TokenClientCredentials(token))
                .build();
    }

    ApiClient client() {
        return client(Hookline.TOKEN);
    }

    /** A new token that may do this only. */
    String token(String permission) {
        JsonNode wanted =
                Api.JSON
                        .createObjectNode()
                        .put("name", permission)
                        .set("permissions", Api.JSON.createArrayNode().add(permission));
        Api.Reply made = api.post("/api/hookline/v1/tokens", wanted);
        return made.json().get("token").asText();
    }

    /** The least that makes a hook. */
    static EventHook hook(String name, String uri) {
        return new EventHook()
                .name(name)
                .events(
                        new EventSubscriptions()
                                .type(EventSubscriptionType.EVENT_TYPE)
                                .items(List.of(LOCK)))
                .channel(
                        new EventHookChannel()
                                .type(EventHookChannelType.HTTP)
                                .version("1.0.0")
                                .config(new EventHookChannelConfig().uri(uri)));
    }

    /** Our own API, past the proxy. */
    Api api() {
        return api;
    }

    String url() {
        return proxy.url().toString();
    }

    Exchange lastExchange() {
        return proxy.exchanges().getLast();
    }

    /** Checks what was answered since the last check. */
    void assertAnswersAreAsPublished() {
        List<Exchange> all = proxy.exchanges();
        List<Exchange> fresh = all.subList(checked, all.size());
        checked = all.size();
        assertThat(fresh).isNotEmpty();
        structure.ifPresent(published ->
                assertThat(fresh)
                        .allSatisfy(exchange -> assertThat(published.faults(exchange)).isEmpty()));
    }

    @Override
    public void close() {
        hookline.close();
        proxy.close();
    }

    private Answer forward(Received request) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        headers.keySet().removeAll(OF_THE_CONNECTION);
        Optional<byte[]> body =
                Optional.of(request.body())
                        .filter(text -> !text.isEmpty())
                        .map(text -> text.getBytes(StandardCharsets.UTF_8));
        try {
            Api.Reply reply = anonymous.send(request.method(), request.path(), body, headers);
            return new Answer(reply.status(), headers(reply), reply.body());
        } catch (IOException e) {
            return Answer.json(502, "{}");
        }
    }

    private static Map<String, List<String>> headers(Api.Reply reply) {
        return reply.headers().map().entrySet().stream()
                .filter(header -> !OF_THE_CONNECTION.contains(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
