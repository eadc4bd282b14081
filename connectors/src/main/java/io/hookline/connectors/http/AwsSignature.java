package io.hookline.connectors.http;

import io.hookline.outbound.Request;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as AWS asks for it, with the version 4 of its signatures: the secret key never
 * leaves, and a signature holds for one request and a few minutes.
 *
 * @param service its name in signatures, such as {@code lambda}
 * @param region where the host does not say it; empty where it must
 */
public record AwsSignature(String service, Optional<String> region) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String END = "aws4_request";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern REGION =
            Pattern.compile(
                    "\\.([a-z]{2}(?:-[a-z]+)+-\\d)(?:\\.[a-z-]+)?\\.amazonaws\\.com(?:\\.cn)?$");

    /** The region of an address; empty when neither the host nor the connector says it. */
    public Optional<String> region(URI address) {
        Matcher host =
                REGION.matcher(
                        Optional.ofNullable(address.getHost()).orElse("").toLowerCase(Locale.ROOT));
        return host.find() ? Optional.of(host.group(1)) : region;
    }

    /**
     * The headers {@code X-Amz-Date} and {@code Authorization}.
     *
     * @param where the region
     * @param headers that are sent beside them
     * @param body as it is sent
     */
    List<Request.Header> sign(
            String where,
            String keyId,
            String secretKey,
            String method,
            URI address,
            List<Request.Header> headers,
            byte[] body,
            Instant now) {
        String time = TIME.format(now);
        String day = time.substring(0, 8);
        Map<String, String> signed = signed(address, headers, time);
        String names = String.join(";", signed.keySet());
        String canonical =
                String.join(
                        "\n",
                        method,
                        path(address),
                        query(address),
                        signed.entrySet().stream()
                                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                                .collect(Collectors.joining()),
                        names,
                        hash(body));
        String scope = String.join("/", day, where, service, END);
        String toSign =
                String.join(
                        "\n",
                        ALGORITHM,
                        time,
                        scope,
                        hash(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(day, where, service, END)) {
            key = hmac(key, part);
        }
        String signature = HexFormat.of().formatHex(hmac(key, toSign));
        return List.of(
                new Request.Header("X-Amz-Date", time),
                new Request.Header(
                        "Authorization",
                        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                                .formatted(ALGORITHM, keyId, scope, names, signature)));
    }

    /** The host, the type of the body, and what is said to AWS itself. */
    private static Map<String, String> signed(
            URI address, List<Request.Header> headers, String time) {
        Map<String, String> signed = new TreeMap<>();
        signed.put("host", host(address));
        signed.put("x-amz-date", time);
        for (Request.Header header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.equals("content-type") || name.startsWith("x-amz-")) {
                signed.merge(
                        name,
                        header.value().strip().replaceAll(" +", " "),
                        (one, other) -> one + "," + other);
            }
        }
        return signed;
    }

    private static String host(URI address) {
        int usual = "https".equals(address.getScheme()) ? 443 : 80;
        int port = address.getPort();
        return address.getHost() + (port < 0 || port == usual ? "" : ":" + port);
    }

    /** Each part is encoded once more than it is sent. */
    private static String path(URI address) {
        String raw =
                Optional.ofNullable(address.getRawPath())
                        .filter(text -> !text.isEmpty())
                        .orElse("/");
        return Arrays.stream(raw.split("/", -1))
                .map(AwsSignature::encoded)
                .collect(Collectors.joining("/"));
    }

    private record Parameter(String name, String value) {}

    private static String query(URI address) {
        String raw = Optional.ofNullable(address.getRawQuery()).orElse("");
        if (raw.isEmpty()) {
            return "";
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : raw.split("&", -1)) {
            int mark = pair.indexOf('=');
            parameters.add(
                    new Parameter(
                            encoded(decoded(mark < 0 ? pair : pair.substring(0, mark))),
                            mark < 0 ? "" : encoded(decoded(pair.substring(mark + 1)))));
        }
        return parameters.stream()
                .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Everything but letters, digits and {@code -_.~}. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
