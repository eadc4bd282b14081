package io.hookline.server.pages;

import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.text;

import io.hookline.server.access.signon.SignOn;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.studio.http.AuthorizeApi;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All pages outside of the console. */
public final class PageRoutes {
    /** The first page of the console. */
    static final String CONSOLE = "/console/";

    private PageRoutes() {}

    /**
     * @param signOn empty when no identity provider is configured
     */
    public static List<Route> of(AuthorizeApi authorize, Optional<SignOn> signOn) {
        return Stream.of(
                        Assets.routes(),
                        EarlierAddresses.routes(),
                        signOn.map(way -> new SignOnPages(way).routes()).orElse(List.of()),
                        new AuthorizePages(authorize).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** What is shown to everybody who asks for a page that does not exist. */
    public static Response missing(Request request) {
        return PageResponse.page(
                404,
                Layout.page(
                        "No such page",
                        element("p", text("There is nothing at this address.")),
                        Layout.link(CONSOLE, "Go to the console")));
    }
}
