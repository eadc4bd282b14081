package io.hookline.keycloak.event;

import org.keycloak.events.admin.AdminEvent;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where a resource stands in its realm, such as {@code users/ID/role-mappings/realm}. */
record ResourcePath(String text, List<String> parts) {
    static ResourcePath of(AdminEvent event) {
        String path = event.getResourcePath() == null ? "" : event.getResourcePath();
        return of(path);
    }

    static ResourcePath of(String path) {
        String text = path.replaceAll("^/+|/+$", "");
        return new ResourcePath(
                text,
                text.isEmpty()
                        ? List.of()
                        : Arrays.stream(text.split("/", -1)).map(ResourcePath::decoded).toList());
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The whole path is one resource of that collection. */
    boolean isResource(String collection) {
        return parts.size() == 2 && parts.get(0).equals(collection);
    }

    /** Such as {@code clients/ID/roles/NAME}. */
    boolean isBelow(String collection, String inner) {
        return parts.size() == 4 && parts.get(0).equals(collection) && parts.get(2).equals(inner);
    }

    /** The id after that collection's name at the beginning. */
    Optional<String> owner(String collection) {
        return parts.size() >= 2 && parts.get(0).equals(collection)
                ? Optional.of(parts.get(1))
                : Optional.empty();
    }

    String last() {
        return parts.isEmpty() ? "" : parts.get(parts.size() - 1);
    }
}
