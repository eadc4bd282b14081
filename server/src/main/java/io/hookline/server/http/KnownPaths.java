package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The addresses that {@code openapi.json} describes, to tell a wrong method from a wrong path. */
public final class KnownPaths {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private final byte[] description;

    /** Read when the first request misses all routes: a start need not wait for it. */
    private volatile List<Template> templates;

    private KnownPaths(byte[] description) {
        this.description = description;
    }

    /** Reads the description that ships with the program. */
    public static KnownPaths read() {
        try (InputStream in = KnownPaths.class.getResourceAsStream("/openapi.json")) {
            return new KnownPaths(
                    in == null
                            ? "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)
                            : in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The description itself, the same for all; it must not change. */
    public byte[] description() {
        return description;
    }

    /** The methods that the path takes; empty when the path is not known. */
    public Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        for (Template template : templates()) {
            if (template.pattern().matcher(path).matches()) {
                methods.addAll(template.methods());
            }
        }
        return methods;
    }

    /**
     * How these routes and the description differ.
     *
     * @return a sentence for each route of the API that is not described, and for each described
     *     operation that no route serves
     */
    public List<String> differences(List<Route> routes) {
        Set<String> described = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : paths().properties()) {
            path.getValue()
                    .fieldNames()
                    .forEachRemaining(name -> {
                        if (METHODS.contains(name)) {
                            described.add(
                                    name.toUpperCase(Locale.ROOT) + " " + template(path.getKey()));
                        }
                    });
        }
        List<String> differences = new ArrayList<>();
        Set<String> unserved = new TreeSet<>(described);
        for (Route route : routes) {
            boolean found =
                    unserved.removeIf(operation -> isServedBy(operation, route))
                            || described.stream().anyMatch(o -> isServedBy(o, route));
            if (!found && route.path().startsWith("/api/")) {
                differences.add(
                        "openapi.json does not describe " + route.method() + " " + route.path());
            }
        }
        unserved.forEach(operation -> differences.add("no route serves " + operation));
        return differences;
    }

    private static boolean isServedBy(String operation, Route route) {
        String path = template(route.path());
        return route.method().equals(Route.ANY)
                ? operation.endsWith(" " + path)
                : operation.equals(route.method() + " " + path);
    }

    /** The path whatever its parameters are called. */
    private static String template(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }

    private List<Template> templates() {
        List<Template> known = templates;
        if (known == null) {
            known = new ArrayList<>();
            for (Map.Entry<String, JsonNode> path : paths().properties()) {
                Set<String> methods = new TreeSet<>();
                path.getValue()
                        .fieldNames()
                        .forEachRemaining(name -> {
                            if (METHODS.contains(name)) {
                                methods.add(name.toUpperCase(Locale.ROOT));
                            }
                        });
                known.add(new Template(pattern(path.getKey()), methods));
            }
            templates = known;
        }
        return known;
    }

    private JsonNode paths() {
        try {
            return Json.MAPPER.readTree(description).path("paths");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pattern pattern(String template) {
        StringBuilder regex = new StringBuilder();
        for (String segment : template.substring(1).split("/", -1)) {
            regex.append('/').append(segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment));
        }
        return Pattern.compile(regex.toString());
    }

    private record Template(Pattern pattern, Set<String> methods) {}
}
