package io.hookline.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** A good request, and how it becomes odd in its request line, query, headers or chunks. */
final class RequestMutant {
    private static final List<String> METHODS =
            List.of(
                    "GE\0T",
                    "GE\"T",
                    "G\u00c9T",
                    "get",
                    "",
                    " ",
                    "GET GET",
                    "TRACE",
                    "CONNECT",
                    "OPTIONS",
                    "PRI",
                    "PATCH",
                    "X".repeat(9_000),
                    "{}");
    private static final List<String> VALUES =
            List.of(
                    "",
                    "-1",
                    "+34",
                    "0x10",
                    "1e9",
                    "NaN",
                    "99999999999999999999",
                    "+999999999-12-31T23:59:59Z",
                    "-999999999-01-01T00:00:00Z",
                    "2026-02-30T25:61:61Z",
                    "0000-00-00",
                    "true",
                    "null",
                    "[]",
                    "{\"a\":1}",
                    "'; drop table event; --",
                    "\"unterminated",
                    "a\"b",
                    "(((((((((",
                    "eventType eq \"a\" or",
                    "../../etc/passwd",
                    "6f1c6f54-54fd-4a55-9f0c-00000000000",
                    "*/*;q=9",
                    "application/json; charset=\"",
                    "application/json; charset=utf-7",
                    "multipart/form-data; boundary=",
                    "bytes=0-",
                    "W/\"x\", *",
                    ",,,;;;==",
                    "x".repeat(3_000));
    private static final List<String> SIGNS =
            List.of(
                    "\0",
                    "\r",
                    "\n",
                    "\t",
                    "\u00e9",
                    "\u007f",
                    "%",
                    "%00",
                    "%zz",
                    "%2e%2e%2f",
                    "\"",
                    "<script>",
                    "\\",
                    "#",
                    ";a=b",
                    "//",
                    "/../",
                    "?",
                    "&",
                    " ",
                    "|",
                    "{}");
    private static final List<String> NAMES =
            List.of(
                    "Authorization",
                    "Cookie",
                    "Content-Type",
                    "Content-Encoding",
                    "Accept",
                    "Accept-Encoding",
                    "Origin",
                    "Host",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-CSRF-Token",
                    "X-Okta-Verification-Challenge",
                    "x-api-client-token",
                    "x-hookline-hops",
                    "If-Match",
                    "If-None-Match",
                    "Range",
                    "Expect",
                    "TE",
                    "Trailer",
                    "Upgrade",
                    "Connection",
                    "Content-Length",
                    "Transfer-Encoding",
                    "Idempotency-Key",
                    "traceparent",
                    "",
                    "X Y",
                    "X\u00e9");
    private static final List<String> CHUNKS =
            List.of(
                    "zz\r\n{}\r\n0\r\n\r\n",
                    "-2\r\n{}\r\n0\r\n\r\n",
                    "0x2\r\n{}\r\n0\r\n\r\n",
                    "+2\r\n{}\r\n0\r\n\r\n",
                    "ffffffffffffffff\r\n{}",
                    "2;a=\"\r\n{}\r\n0\r\n\r\n",
                    "2\n{}\n0\n\n",
                    "\r\n\r\n",
                    "2\r\n{}xx\r\n0\r\n\r\n",
                    "2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n");

    private final Random random;
    private String method;
    private String path;
    private final List<String> query;
    private String version = "HTTP/1.1";
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<String> moreHeaders = new ArrayList<>();
    private String body;
    private boolean disturbed;

    /**
     * @param query pairs, encoded
     * @param authorization the value of that header
     */
    RequestMutant(
            Random random, String method, String path, List<String> query, String authorization) {
        this.random = random;
        this.method = method;
        this.path = path;
        this.query = new ArrayList<>(query);
        this.body = method.equals("GET") || method.equals("DELETE") ? "" : "{}";
        headers.put("Host", "localhost");
        headers.put("Authorization", authorization);
        headers.put("Connection", "close");
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
            headers.put("Content-Length", String.valueOf(body.length()));
        }
    }

    /** Makes it odd in one to three places. */
    RequestMutant mutate() {
        for (int i = random.nextInt(3); i >= 0; i--) {
            switch (random.nextInt(15)) {
                case 0 -> method = any(METHODS);
                case 1 -> path = inserted(path, any(SIGNS));
                case 2, 3, 4, 5, 6, 7, 8 -> disturbQuery();
                case 9, 10, 11, 12 -> disturbHeaders();
                case 13 -> disturbBody();
                default -> disturbLine();
            }
        }
        return this;
    }

    private void disturbQuery() {
        String value = random.nextBoolean() ? encoded(any(VALUES)) : any(SIGNS);
        if (query.isEmpty() || random.nextInt(6) == 0) {
            query.add(any(List.of("limit", "after", "since", "filter", "x", "")) + "=" + value);
            return;
        }
        int at = random.nextInt(query.size());
        String name = query.get(at).split("=", 2)[0];
        switch (random.nextInt(6)) {
            case 0 -> query.add(name + "=" + value);
            case 1 -> query.set(at, inserted(query.get(at), any(SIGNS)));
            case 2 -> query.set(at, name);
            default -> query.set(at, name + "=" + value);
        }
    }

    private void disturbHeaders() {
        String name = any(NAMES);
        String value = random.nextInt(4) > 0 ? any(VALUES) : "a" + any(SIGNS) + "b";
        switch (random.nextInt(6)) {
            case 0 -> headers.remove(any(List.copyOf(headers.keySet())));
            case 1 -> moreHeaders.add(any(List.of("no colon", " folded: x", ": empty", "X : y")));
            case 2 -> moreHeaders.add(name + ": " + value);
            default -> headers.put(name, value);
        }
        disturbed = true;
    }

    private void disturbBody() {
        if (random.nextBoolean()) {
            headers.put("Content-Length", any(VALUES));
        } else {
            headers.remove("Content-Length");
            headers.put("Transfer-Encoding", "chunked");
            body = any(CHUNKS);
        }
        disturbed = true;
    }

    private void disturbLine() {
        switch (random.nextInt(5)) {
            case 0 ->
                    version =
                            any(List.of("HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "HTTP/1.1 x", "", "X"));
            case 1 -> path = "http://localhost" + path;
            case 2 -> path = any(List.of("*", "", "x", "//", "/", "\u00e9", "?"));
            case 3 -> path = path.substring(0, random.nextInt(path.length() + 1));
            default -> path = path + any(List.of("/", "/x", "%20", "x".repeat(20_000)));
        }
    }

    private String any(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    private String inserted(String text, String sign) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + sign + text.substring(at);
    }

    private static String encoded(String value) {
        return java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** As it is sent, each letter a byte. */
    String text() {
        String lines =
                headers.entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                        .collect(Collectors.joining());
        String more = moreHeaders.stream().map(line -> line + "\r\n").collect(Collectors.joining());
        String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        return method + " " + target + " " + version + "\r\n" + lines + more + "\r\n" + body;
    }

    /** Whether the server may wait for a body that does not come, and so never answer. */
    boolean mayLackItsEnd() {
        return disturbed;
    }

    /** Whether the path can have been read, and is Okta's. */
    boolean isOktas() {
        return isPlain() && path.startsWith("/api/v1/");
    }

    /** Whether nothing of the request line is odd but the query. */
    boolean isPlain() {
        return method.matches("(?!CONNECT|PRI)[A-Z]{1,10}")
                && path.matches("/[A-Za-z0-9/_.-]*")
                && !path.contains("//")
                && !path.contains("..")
                && path.length() < 1_000
                && version.equals("HTTP/1.1")
                && query.stream().allMatch(pair -> pair.matches("[!-~&&[^#]]*"));
    }
}
