package io.hookline.server.studio.connection;

import io.hookline.server.studio.connection.StoredConnection.Draft;

/**
 * How the empty connections of one connector are to be filled.
 *
 * @param draft of which connector they are, and all but their names; its secret is empty only where
 *     the kind of authentication has none
 */
public record Filling(Draft draft) {
    String connector() {
        return draft.connector();
    }

    /** As a draft of a connection that has its name. */
    Draft named(String name) {
        return draft.named(name);
    }
}
