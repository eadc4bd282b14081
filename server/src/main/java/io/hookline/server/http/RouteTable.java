package io.hookline.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the route that takes a method and a path: the first one of those that were added. */
final class RouteTable {
    /** Routes by the number of segments of their paths. */
    private final Map<Integer, List<Entry>> entries = new HashMap<>();

    /** A route and the parts of its path between slashes. */
    private record Entry(Route route, String[] segments) {
        boolean takes(String method, String[] path) {
            if (!route.method().equals(Route.ANY) && !route.method().equals(method)) {
                return false;
            }
            // From the end: nearly all paths begin alike.
            for (int i = segments.length - 1; i >= 0; i--) {
                if (isParameter(segments[i]) ? path[i].isEmpty() : !segments[i].equals(path[i])) {
                    return false;
                }
            }
            return true;
        }

        Map<String, String> parameters(String[] path) {
            Map<String, String> parameters = new HashMap<>();
            for (int i = 0; i < segments.length; i++) {
                if (isParameter(segments[i])) {
                    parameters.put(segments[i].substring(1, segments[i].length() - 1), path[i]);
                }
            }
            return parameters;
        }
    }

    /** The route, and the values of the parameters of its path by name. */
    record Found(Route route, Map<String, String> parameters) {}

    /**
     * @throws IllegalStateException naming every method and path that two routes take
     */
    RouteTable(List<Route> routes) {
        requireEachOnce(routes);
        for (Route route : routes) {
            String[] segments = segments(route.path());
            entries.computeIfAbsent(segments.length, length -> new ArrayList<>())
                    .add(new Entry(route, segments));
        }
    }

    private static void requireEachOnce(List<Route> routes) {
        Set<String> seen = new HashSet<>();
        List<String> twice =
                routes.stream()
                        .map(route ->
                                route.method() + " " + route.path().replaceAll("\\{[^}]*}", "{}"))
                        .filter(address -> !seen.add(address))
                        .toList();
        if (!twice.isEmpty()) {
            throw new IllegalStateException(
                    "More than one route takes " + String.join(", ", twice));
        }
    }

    Optional<Found> find(String method, String path) {
        String[] segments = segments(path);
        for (Entry entry : entries.getOrDefault(segments.length, List.of())) {
            if (entry.takes(method, segments)) {
                return Optional.of(new Found(entry.route(), entry.parameters(segments)));
            }
        }
        return Optional.empty();
    }

    private static String[] segments(String path) {
        return (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
