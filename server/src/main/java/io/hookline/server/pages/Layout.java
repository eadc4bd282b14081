package io.hookline.server.pages;

import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.text;

import io.hookline.server.pages.Html.Element;

/** What every page has around its content. */
final class Layout {
    private Layout() {}

    /** A page that says one thing below its title. */
    static String page(String title, Html... content) {
        Element brand = element("div", logo(), element("span", text("Hookline"))).styled("brand");
        Element card = element("div", element("h1", text(title))).add(content).styled("card");
        StringBuilder out = new StringBuilder(2_048).append("<!doctype html>");
        element("html", head(title), element("body", element("main", brand, card)))
                .with("lang", "en")
                .write(out);
        return out.toString();
    }

    /** A paragraph with a link to a page of ours. */
    static Html link(String path, String label) {
        return element("p", element("a", text(label)).with("href", path));
    }

    private static Element head(String title) {
        return element(
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
    }

    private static Element logo() {
        return element("img")
                .with("src", Assets.ICON)
                .with("alt", "")
                .with("width", "28")
                .with("height", "28");
    }
}
