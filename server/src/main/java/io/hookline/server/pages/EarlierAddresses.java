package io.hookline.server.pages;

import io.hookline.server.http.Admission;
import io.hookline.server.http.Request;
import io.hookline.server.http.Route;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where pages were before the console showed them: bookmarks and links in old messages lead on. */
final class EarlierAddresses {
    private static final Admission EVERYBODY =
            new Admission.Open("it leads to the console, where people sign in");

    private EarlierAddresses() {}

    static List<Route> routes() {
        return List.of(
                moved("/", PageRoutes.CONSOLE),
                moved("/signin", PageRoutes.CONSOLE),
                moved("/setup", "/console/setup", "token"),
                moved("/password", "/console/account"),
                moved("/hooks", "/console/event-hooks"),
                moved("/flows", "/console/flows"),
                movedWithId("/flows"),
                moved("/connections", "/console/connections"),
                movedWithId("/connections"),
                moved("/executions", "/console/executions", "parent", "path"),
                movedWithId("/executions"),
                moved("/approvals", "/console/approvals"),
                movedWithId("/approvals"),
                moved("/log", "/console/system-log"));
    }

    /**
     * @param kept what is taken along of the address's query
     */
    private static Route moved(String from, String to, String... kept) {
        return Route.get(
                from, EVERYBODY, request -> PageResponse.redirect(to + query(request, kept)));
    }

    private static Route movedWithId(String list) {
        return Route.get(
                list + "/{id}",
                EVERYBODY,
                request ->
                        PageResponse.redirect(
                                "/console" + list + "/" + encoded(request.path("id"))));
    }

    private static String query(Request request, String... kept) {
        String query =
                Stream.of(kept)
                        .flatMap(name -> pair(request, name).stream())
                        .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private static Optional<String> pair(Request request, String name) {
        return request.queryString().first(name).map(value -> name + "=" + encoded(value));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
