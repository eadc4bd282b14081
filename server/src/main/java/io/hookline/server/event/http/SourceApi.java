package io.hookline.server.event.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.event.ingest.Source;
import io.hookline.server.event.ingest.Sources;
import io.hookline.server.event.ingest.Sources.Draft;
import io.hookline.server.http.Body;
import io.hookline.server.http.Resource;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.url.PublicUrl;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code /api/hookline/v1/sources}: the systems whose event hooks point at us. */
final class SourceApi implements Resource<Source> {
    private static final int LONGEST_NAME = 100;
    private static final int SHORTEST_SECRET = 16;
    private static final int LONGEST_SECRET = 1_000;
    private static final int LONGEST_SILENCE_MINUTES = 30 * 24 * 60;
    private static final String SILENT = "silentAfterMinutes";
    private static final String USUAL_HEADER = "Authorization";
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    private final Sources sources;
    private final URI baseUrl;

    /**
     * @param baseUrl where other systems reach us
     */
    SourceApi(Sources sources, URI baseUrl) {
        this.sources = sources;
        this.baseUrl = baseUrl;
    }

    List<Route> routes() {
        return Resource.routes(
                "/api/hookline/v1/sources",
                Permission.MANAGE_CONNECTIONS,
                Permission.MANAGE_CONNECTIONS,
                this);
    }

    @Override
    public List<Source> list(long after, int limit) {
        return sources.list(after, limit);
    }

    @Override
    public Source get(String id) {
        return sources.get(id);
    }

    /** A source that was given no secret gets one, which only this answer shows. */
    @Override
    public Created<Source> create(Caller caller, Body body) {
        Draft draft = draft(body, USUAL_HEADER, true, Optional.empty());
        if (draft.secret().isPresent()) {
            return new Created<>(sources.create(caller, draft, draft.secret().get()));
        }
        Secret secret = new Secret(Sources.random(40));
        return new Created<>(sources.create(caller, draft, secret), Map.of("secret", secret));
    }

    @Override
    public Source update(Caller caller, Source before, Body body) {
        Draft draft = draft(body, before.header(), before.enabled(), before.silentAfter());
        return sources.update(caller, before.id(), draft);
    }

    @Override
    public void delete(Caller caller, String id) {
        sources.delete(caller, id);
    }

    @Override
    public String id(Source source) {
        return source.id();
    }

    @Override
    public long place(Source source) {
        return source.place();
    }

    /** What the body says; what it leaves out is as given here. */
    private static Draft draft(
            Body body, String header, boolean enabled, Optional<Duration> silentAfter) {
        String named = body.text("header", 100).orElse(header);
        if (!HEADER_NAME.matcher(named).matches()) {
            body.fault("header", "expected the name of an HTTP header.");
        }
        return new Draft(
                body.line("name", LONGEST_NAME),
                named,
                body.secret(
                        "secret",
                        SourceApi::isFit,
                        "expected %d to %,d printable ASCII characters"
                                .formatted(SHORTEST_SECRET, LONGEST_SECRET)),
                body.flag("enabled").orElse(enabled),
                body.has(SILENT)
                        ? body.number(SILENT, 1, LONGEST_SILENCE_MINUTES).map(Duration::ofMinutes)
                        : silentAfter);
    }

    @Override
    public Set<String> writeOnly() {
        return Set.of("secret");
    }

    private static boolean isFit(String secret) {
        return secret.length() >= SHORTEST_SECRET
                && secret.length() <= LONGEST_SECRET
                && secret.equals(secret.strip())
                && secret.chars().allMatch(letter -> letter >= ' ' && letter < 0x7f);
    }

    @Override
    public ObjectNode json(Source source) {
        return Json.object()
                .put("id", source.id())
                .put("name", source.name())
                .put(
                        "receiveUrl",
                        PublicUrl.of(baseUrl, ReceiveApi.PREFIX + source.id()).toString())
                .put("header", source.header())
                .put("enabled", source.enabled())
                .put(SILENT, source.silentAfter().map(Duration::toMinutes).orElse(null))
                .put("created", source.created().toString())
                .put("updated", source.updated().toString())
                .put("lastReceived", source.lastReceived().map(Instant::toString).orElse(null));
    }
}
