package io.hookline.server.studio.flow;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.model.Flow;
import io.hookline.server.memory.LruMap;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All flows in memory, changed only after a commit. Cards are read when a flow is first needed;
 * those that are on are read at the start, so that no caller waits for it.
 */
public final class FlowRegistry implements FlowSource {
    private static final Logger log = LoggerFactory.getLogger(FlowRegistry.class);

    /** Older versions that executions pinned, and current ones that are off. */
    private static final int KEPT_VERSIONS = 500;

    private final Database database;
    private final Map<String, Entry> byId = new ConcurrentHashMap<>();
    private final Map<String, Entry> byAlias = new ConcurrentHashMap<>();
    private final Map<Key, Flow> read = Collections.synchronizedMap(LruMap.of(KEPT_VERSIONS));

    private record Key(String id, int version) {}

    public FlowRegistry(Database database, FlowStore store) {
        this.database = database;
        OutlineUpdate.run(database);
        database.read(store::all)
                .forEach(row -> {
                    // A wrong key is noticed now, not by the first caller.
                    row.clientToken().ifPresent(Secret::reveal);
                    put(row);
                });
        byId.values().stream()
                .filter(entry -> entry.row.mode() != FlowMode.OFF)
                .forEach(Entry::published);
    }

    @Override
    public Optional<PublishedFlow> byAlias(String alias) {
        Entry entry = byAlias.get(alias);
        return entry == null ? Optional.empty() : entry.published();
    }

    @Override
    public Optional<PublishedFlow> byId(String id) {
        Entry entry = byId.get(id);
        return entry == null ? Optional.empty() : entry.published();
    }

    @Override
    public Optional<PublishedFlow> byVersion(String id, int version) {
        Entry entry = byId.get(id);
        if (entry != null && entry.row.version() == version) {
            return entry.published();
        }
        return flow(id, version)
                .map(flow ->
                        entry == null
                                ? deleted(flow, id, version)
                                : published(entry.row, version, flow));
    }

    /** An execution that was running when its flow was deleted still ends. */
    private static PublishedFlow deleted(Flow flow, String id, int version) {
        return new PublishedFlow(
                id,
                flow.name(),
                version,
                flow,
                FlowMode.OFF,
                false,
                PublishedFlow.SecurityLevel.CLIENT_TOKEN,
                Optional.empty(),
                Optional.empty());
    }

    /** The settings of a flow. */
    public Optional<FlowRow> row(String id) {
        return Optional.ofNullable(byId.get(id)).map(entry -> entry.row);
    }

    /** All flows in the order in which they came. */
    public List<FlowRow> rows() {
        return byId.values().stream()
                .map(entry -> entry.row)
                .sorted(Comparator.comparingLong(FlowRow::place))
                .toList();
    }

    /** Takes a flow over as it is now, once the unit is committed. */
    public void changed(Transaction transaction, FlowRow row) {
        transaction.afterCommit(() -> put(row));
    }

    /** Forgets a flow, once the unit is committed. */
    void deleted(Transaction transaction, String id) {
        transaction.afterCommit(() -> {
            Entry gone = byId.remove(id);
            if (gone != null) {
                gone.row.alias().ifPresent(byAlias::remove);
            }
        });
    }

    /** Keeps a flow that was just read from a document, so that it is not read twice. */
    void keep(String id, int version, Flow flow) {
        read.put(new Key(id, version), flow);
    }

    private void put(FlowRow row) {
        Entry entry = new Entry(row);
        byId.put(row.id(), entry);
        row.alias()
                .ifPresent(alias -> {
                    if (row.isEndpoint()) {
                        byAlias.put(alias, entry);
                    } else {
                        byAlias.remove(alias);
                    }
                });
    }

    /** What runs in one version of a flow; empty when there is no such version. */
    Optional<Flow> flow(String id, int version) {
        Key key = new Key(id, version);
        Flow known = read.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<byte[]> document =
                database.read(transaction -> FlowVersion.document(transaction, id, version));
        try {
            Optional<Flow> flow = document.map(bytes -> Flow.read(Flopack.storedFlow(bytes)));
            flow.ifPresent(loaded -> read.put(key, loaded));
            return flow;
        } catch (CardFailure.Invalid e) {
            log.error("Version {} of the flow {} cannot be read", version, id, e);
            return Optional.empty();
        }
    }

    private static PublishedFlow published(FlowRow row, int version, Flow flow) {
        return new PublishedFlow(
                row.id(),
                row.name(),
                version,
                flow,
                row.mode(),
                row.saveData(),
                row.security(),
                row.alias(),
                row.clientToken(),
                row.oneExecutionPerEvent(),
                row.settings().signingSecret());
    }

    /** One flow; its cards are read when somebody asks for them. */
    private final class Entry {
        private final FlowRow row;
        private volatile PublishedFlow published;

        Entry(FlowRow row) {
            this.row = row;
        }

        Optional<PublishedFlow> published() {
            PublishedFlow known = published;
            if (known != null) {
                return Optional.of(known);
            }
            Optional<PublishedFlow> loaded =
                    flow(row.id(), row.version())
                            .map(flow -> FlowRegistry.published(row, row.version(), flow));
            loaded.ifPresent(flow -> published = flow);
            return loaded;
        }
    }
}
