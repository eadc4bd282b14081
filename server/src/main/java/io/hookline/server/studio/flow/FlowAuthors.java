package io.hookline.server.studio.flow;

import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Who made flows and who saved them last. */
public final class FlowAuthors {
    private static final Sql FIND =
            Sql.of(
                    """
                    SELECT f.created, f.updated, first.saved_by AS author, last.saved_by AS editor
                    FROM flow f
                    JOIN flow_version first ON first.flow = f.id AND first.version = 1
                    JOIN flow_version last ON last.flow = f.id AND last.version = f.version
                    WHERE f.id = :id\
                    """);

    private static final Sql UPDATED = Sql.of("SELECT id, updated FROM flow WHERE deleted IS NULL");

    private final Database database;

    public FlowAuthors(Database database) {
        this.database = database;
    }

    /**
     * Who worked on one flow.
     *
     * @param created when it was made
     * @param author who made it
     * @param updated when its cards, its settings or its switch were changed last
     * @param editor who saved its cards last
     */
    public record Authors(Instant created, String author, Instant updated, String editor) {}

    /** Who worked on the flows of these ids. */
    public Map<String, Authors> of(Collection<String> flows) {
        return database.read(transaction -> {
            Map<String, Authors> found = new HashMap<>();
            for (String id : flows) {
                transaction
                        .prepare(FIND)
                        .text("id", id)
                        .first(row ->
                                new Authors(
                                        row.instant("created"),
                                        row.text("author"),
                                        row.instant("updated"),
                                        row.text("editor")))
                        .ifPresent(authors -> found.put(id, authors));
            }
            return found;
        });
    }

    /** When each flow was changed last, by its id. */
    public Map<String, Instant> updated() {
        return database.read(transaction -> {
            Map<String, Instant> found = new HashMap<>();
            transaction
                    .prepare(UPDATED)
                    .each(row -> found.put(row.text("id"), row.instant("updated")));
            return found;
        });
    }
}
