package io.hookline.server.url;

import java.net.URI;

/** Addresses of ours as callers and receivers reach them. */
public final class PublicUrl {
    private PublicUrl() {}

    /**
     * An address below the base URL; a path that the base URL has, as behind a proxy, is kept.
     *
     * @param path begins with a slash; a query may follow
     */
    public static URI of(URI baseUrl, String path) {
        String base = baseUrl.toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
