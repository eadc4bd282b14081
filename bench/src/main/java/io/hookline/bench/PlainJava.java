package io.hookline.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What a Java programmer would write instead of some cards, for the inputs of their examples. */
final class PlainJava {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATTERN = Pattern.compile("[a-z]+@[a-z.]+");

    private PlainJava() {}

    /** The call that does what the card does; empty for most cards. */
    static Optional<Supplier<Object>> of(String card) {
        String text = "Ada Lovelace";
        List<String> list = List.of("a", "b");
        BigDecimal number = new BigDecimal("2.5");
        return Optional.ofNullable(
                switch (card) {
                    case "string.concat" -> () -> "https://".concat(text).concat("/login");
                    case "string.compose" -> () -> "Hello " + text + ", you have 3 messages.";
                    case "string.toUpperCase" -> () -> text.toUpperCase(Locale.ROOT);
                    case "string.find" -> () -> text.indexOf('L');
                    case "string.split" -> () -> text.split(" ", -1);
                    case "string.matches" -> () -> PATTERN.matcher(text).find();
                    case "string.base64" -> () -> Base64.getEncoder().encodeToString(bytes(text));
                    case "math.add" -> () -> number.add(BigDecimal.ONE).add(BigDecimal.TWO);
                    case "list.at" -> () -> list.get(1);
                    case "list.push" -> () -> pushed(list, text);
                    case "list.join" -> () -> String.join(", ", list);
                    case "object.construct" -> () -> Map.of("name", text, "city", "London");
                    case "json.parse" -> PlainJava::parsed;
                    case "json.stringify" -> () -> written(list);
                    case "crypto.hash" -> () -> hash(text);
                    default -> null;
                });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> pushed(List<String> list, String item) {
        List<String> more = new ArrayList<>(list);
        more.add(item);
        return more;
    }

    private static Object parsed() {
        try {
            return JSON.readTree("{\"user\": {\"id\": 7}}");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String written(List<String> tags) {
        try {
            return JSON.writeValueAsString(Map.of("id", 7, "tags", tags));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(text));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
