package io.hookline.server.pages;

import static io.hookline.server.pages.Html.all;
import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;
import static io.hookline.server.pages.Html.text;

import io.hookline.server.pages.Html.Element;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every page has around its content. */
final class Layout {
    private Layout() {}

    /** The pages that the navigation names. */
    enum Place {
        OVERVIEW("/", "Overview"),
        HOOKS("/hooks", "Hooks"),
        FLOWS("/flows", "Flows"),
        CONNECTIONS("/connections", "Connections"),
        EXECUTIONS("/executions", "Executions"),
        APPROVALS("/approvals", "Approvals"),
        LOG("/log", "Log");

        private final String path;
        private final String label;

        Place(String path, String label) {
            this.path = path;
            this.label = label;
        }
    }

    /**
     * Who looks.
     *
     * @param csrf what the form that signs out bears; empty when there is no session to end
     * @param lift how a halt is ended; empty when nothing halts
     */
    record Viewer(String name, Optional<String> csrf, Optional<String> lift) {}

    /** A page of the workspace. */
    static String page(String title, Place place, Viewer viewer, Html content) {
        Html body =
                all(
                        element("a", text("Skip to content"))
                                .with("href", "#content")
                                .styled("skip"),
                        header(place, viewer),
                        viewer.lift().<Html>map(Layout::haltedNote).orElse(Html.NONE),
                        element("main", content).with("id", "content"),
                        element(
                                        "footer",
                                        text(
                                                "Hookline. These pages show; use the console or the"
                                                        + " API to make changes."))
                                .styled("foot"));
        return document(title, body);
    }

    /** A page of its own, such as signing in. */
    static String bare(String title, Html content) {
        return document(
                title,
                element(
                                "main",
                                element("div", logo(), element("span", text("Hookline")))
                                        .styled("brand"),
                                content)
                        .styled("bare"));
    }

    private static String document(String title, Html body) {
        Element head =
                element(
                        "head",
                        element("meta").with("charset", "utf-8"),
                        element("meta")
                                .with("name", "viewport")
                                .with("content", "width=device-width, initial-scale=1"),
                        element("meta").with("name", "color-scheme").with("content", "light dark"),
                        element("title", text(title + " · Hookline")),
                        element("link")
                                .with("rel", "icon")
                                .with("type", "image/svg+xml")
                                .with("href", Assets.ICON),
                        element("link").with("rel", "stylesheet").with("href", Assets.STYLE));
        StringBuilder out = new StringBuilder(16_384).append("<!doctype html>");
        element("html", head, element("body", body)).with("lang", "en").write(out);
        return out.toString();
    }

    private static Element header(Place current, Viewer viewer) {
        List<Html> links = new ArrayList<>();
        for (Place place : Place.values()) {
            Element link = element("a", text(place.label)).with("href", place.path);
            links.add(element("li", place == current ? link.with("aria-current", "page") : link));
        }
        Element out =
                element(
                        "div",
                        element("span", name(viewer.name())).styled("who"),
                        viewer.csrf()
                                .<Html>map(csrf ->
                                        all(
                                                element("a", text("Console"))
                                                        .with("href", "/console/"),
                                                element("a", text("Password"))
                                                        .with("href", "/password"),
                                                signOut(csrf)))
                                .orElse(Html.NONE));
        return element(
                        "header",
                        element("a", logo(), element("span", text("Hookline")))
                                .with("href", "/")
                                .styled("brand"),
                        element("nav", element("ul", all(links))).with("aria-label", "Pages"),
                        out.styled("session"))
                .styled("top");
    }

    private static Element signOut(String csrf) {
        return element(
                        "form",
                        element("input")
                                .with("type", "hidden")
                                .with("name", "csrf")
                                .with("value", csrf),
                        element("button", text("Sign out")).with("type", "submit"))
                .with("method", "post")
                .with("action", "/signout");
    }

    private static Element haltedNote(String lift) {
        return element(
                        "p",
                        element("strong", text("Halted.")),
                        text(
                                " Events and invocations are kept; nothing runs and nothing"
                                        + " changes. "
                                        + lift))
                .styled("banner")
                .with("role", "status");
    }

    private static Element logo() {
        return element("img")
                .with("src", Assets.ICON)
                .with("alt", "")
                .with("width", "28")
                .with("height", "28");
    }
}
