package io.hookline.server.studio.flow;

import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.use.FlowUses;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/**
 * What was written of flows when they were saved follows how documents are read today: which
 * connections, flows, tables and cards they use, and what their authors should know. It runs at the
 * start, before anybody asks, and does nothing where nothing has changed.
 */
final class OutlineUpdate {
    private static final Logger log = LoggerFactory.getLogger(OutlineUpdate.class);

    /** So many are read again in one unit: other writers get their turn. */
    private static final int SLICE = 20;

    private static final Sql STALE =
            Sql.of(
                    "SELECT id, version FROM flow WHERE deleted IS NULL AND outline < :reading"
                            + " ORDER BY seq LIMIT :most");

    private static final Sql UPDATE =
            Sql.of("UPDATE flow SET findings = :findings, outline = :reading WHERE id = :id");

    /** A flow whose document cannot be read keeps what was written of it. */
    private static final Sql SKIP = Sql.of("UPDATE flow SET outline = :reading WHERE id = :id");

    private OutlineUpdate() {}

    private record Stale(String id, int version) {
        static Stale read(ResultRow row) {
            return new Stale(row.text("id"), row.integer("version"));
        }
    }

    /** What is written of a flow; without an outline only that it was looked at. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Update(String id, Optional<FlowOutline> outline, byte[] findings) {}

    static void run(Database database) {
        List<Stale> stale = database.read(OutlineUpdate::stale);
        while (!stale.isEmpty()) {
            List<Update> updates = stale.stream().map(flow -> update(database, flow)).toList();
            database.write(transaction -> {
                updates.forEach(update -> write(transaction, update));
                return updates;
            });
            log.info("Read {} flows again, as this version does", updates.size());
            stale = database.read(OutlineUpdate::stale);
        }
    }

    private static List<Stale> stale(Transaction transaction) {
        return transaction
                .prepare(STALE)
                .number("reading", FlowOutline.READING)
                .number("most", SLICE)
                .list(Stale::read);
    }

    private static Update update(Database database, Stale flow) {
        Optional<byte[]> document =
                database.read(transaction ->
                        FlowVersion.document(transaction, flow.id(), flow.version()));
        Optional<FlowOutline> outline = document.flatMap(bytes -> outline(flow, bytes));
        return new Update(
                flow.id(),
                outline,
                FlowStore.findings(outline.map(FlowOutline::findings).orElse(List.of())));
    }

    private static void write(Transaction transaction, Update update) {
        if (update.outline().isPresent()) {
            FlowUses.replace(transaction, update.id(), update.outline().get().uses());
            transaction
                    .prepare(UPDATE)
                    .text("id", update.id())
                    .bytes("findings", update.findings())
                    .number("reading", FlowOutline.READING)
                    .update();
        } else {
            transaction
                    .prepare(SKIP)
                    .text("id", update.id())
                    .number("reading", FlowOutline.READING)
                    .update();
        }
    }

    private static Optional<FlowOutline> outline(Stale flow, byte[] document) {
        try {
            return Optional.of(FlowOutline.of(Flopack.storedFlow(document)));
        } catch (RuntimeException broken) {
            log.error(
                    "Version {} of the flow {} cannot be read", flow.version(), flow.id(), broken);
            return Optional.empty();
        }
    }
}
