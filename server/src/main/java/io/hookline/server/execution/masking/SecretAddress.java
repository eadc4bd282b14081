package io.hookline.server.execution.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What of an address that is a secret nobody may read, however much of it is quoted. */
public final class SecretAddress {
    /** Shorter parts are words such as {@code workflows}. */
    private static final int SHORTEST_PART = 16;

    private static final Pattern PARTS = Pattern.compile("[/?&=@]");

    private SecretAddress() {}

    /** The address, what stands behind its host, and each long part of that. */
    public static List<String> parts(String url) {
        List<String> secrets = new ArrayList<>();
        secrets.add(url);
        int host = url.indexOf("://") + 3;
        int path = url.indexOf('/', host);
        if (path > 0) {
            secrets.add(url.substring(path));
            PARTS.splitAsStream(url.substring(path))
                    .filter(part -> part.length() >= SHORTEST_PART)
                    .forEach(secrets::add);
        }
        return secrets;
    }
}
