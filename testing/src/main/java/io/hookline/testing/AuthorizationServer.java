package io.hookline.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small authorization server on a free loopback port, with an API that its tokens open: codes are
 * used once and bound to their address and to PKCE (S256); refresh tokens are replaced with every
 * use, and the former are refused.
 */
public final class AuthorizationServer implements AutoCloseable {
    public static final String CLIENT = "hookline-client";
    public static final String SECRET = "s3cret-of-the-client";

    private final HttpServer server;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Set<String> access = ConcurrentHashMap.newKeySet();
    private final Set<String> refresh = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> given = new CopyOnWriteArrayList<>();
    private volatile int seconds = 3_600;
    private volatile boolean refreshing = true;
    private volatile Optional<String> denial = Optional.empty();

    public AuthorizationServer() throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/authorize", exchange -> safely(exchange, this::authorize));
        server.createContext("/token", exchange -> safely(exchange, this::token));
        server.createContext("/api", exchange -> safely(exchange, this::api));
        server.start();
    }

    /** An address here, by number. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** The same address by name: for a browser it is another site. */
    public URI named(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    /** How long tokens are valid that are given from now on. */
    public void givingFor(int howManySeconds) {
        seconds = howManySeconds;
    }

    /** Gives no more refresh tokens. */
    public void givingNothingToRefresh() {
        refreshing = false;
    }

    /** Answers people from now on with that error, such as {@code access_denied}. */
    public void denying(String error) {
        denial = Optional.of(error);
    }

    /** Forgets all access tokens, as if they had been withdrawn. */
    public void withdrawAccess() {
        access.clear();
    }

    /** Forgets all refresh tokens. */
    public void withdrawRefresh() {
        refresh.clear();
    }

    /** The grants that the token address was asked for, in order. */
    public List<String> asked() {
        return asked;
    }

    /** All codes and tokens that were ever given. */
    public List<String> given() {
        return given;
    }

    private interface Answering {
        void answer(HttpExchange exchange, Map<String, String> fields) throws IOException;
    }

    private static void safely(HttpExchange exchange, Answering answering) throws IOException {
        try (exchange) {
            boolean posted = exchange.getRequestMethod().equals("POST");
            String form =
                    posted
                            ? new String(exchange.getRequestBody().readAllBytes(), UTF_8)
                            : exchange.getRequestURI().getRawQuery();
            answering.answer(exchange, fields(form == null ? "" : form));
        }
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(
                        URLDecoder.decode(pair.substring(0, equals), UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return fields;
    }

    /** A person who is signed in already and says yes. */
    private void authorize(HttpExchange exchange, Map<String, String> fields) throws IOException {
        boolean fits =
                "code".equals(fields.get("response_type"))
                        && CLIENT.equals(fields.get("client_id"))
                        && "S256".equals(fields.get("code_challenge_method"))
                        && fields.containsKey("redirect_uri");
        if (!fits) {
            send(exchange, 400, "{\"error\": \"invalid_request\"}");
            return;
        }
        String query = "state=" + URLEncoder.encode(fields.get("state"), UTF_8);
        if (denial.isPresent()) {
            query += "&error=" + denial.get() + "&error_description=Nobody+said+yes";
        } else {
            String code = made("code");
            codes.put(code, fields);
            query += "&code=" + code;
        }
        exchange.getResponseHeaders().set("Location", fields.get("redirect_uri") + "?" + query);
        exchange.sendResponseHeaders(302, -1);
    }

    private String made(String kind) {
        String made = kind + "-" + numbers.incrementAndGet() + "-0123456789abcdef";
        given.add(made);
        return made;
    }

    private void token(HttpExchange exchange, Map<String, String> fields) throws IOException {
        String grant = fields.getOrDefault("grant_type", "");
        asked.add(grant);
        String basic =
                Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(US_ASCII));
        boolean isKnown =
                ("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                        || CLIENT.equals(fields.get("client_id"));
        if (!isKnown) {
            send(exchange, 401, "{\"error\": \"invalid_client\"}");
            return;
        }
        boolean isGranted =
                switch (grant) {
                    case "authorization_code" -> redeemed(fields);
                    case "refresh_token" -> refresh.remove(fields.getOrDefault(grant, ""));
                    default -> false;
                };
        if (!isGranted) {
            send(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        String token = made("access");
        access.add(token);
        String answer =
                "{\"access_token\": \""
                        + token
                        + "\", \"token_type\": \"Bearer\", \"expires_in\": "
                        + seconds;
        if (refreshing) {
            String next = made("refresh");
            refresh.add(next);
            answer += ", \"refresh_token\": \"" + next + "\"";
        }
        send(exchange, 200, answer + "}");
    }

    private boolean redeemed(Map<String, String> fields) {
        Map<String, String> asked = codes.remove(fields.getOrDefault("code", ""));
        return asked != null
                && asked.get("redirect_uri").equals(fields.get("redirect_uri"))
                && asked.get("code_challenge")
                        .equals(challenge(fields.getOrDefault("code_verifier", "")));
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers who calls with its token, so that a test sees whether that stays hidden. */
    private void api(HttpExchange exchange, Map<String, String> fields) throws IOException {
        String bearer =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                        .orElse("")
                        .replaceFirst("^Bearer ", "");
        if (access.contains(bearer)) {
            send(exchange, 200, "{\"you\": \"" + bearer + "\"}");
        } else {
            send(exchange, 401, "{\"error\": \"invalid_token\"}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) {
        try {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
