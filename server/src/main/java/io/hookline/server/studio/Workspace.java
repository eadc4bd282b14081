package io.hookline.server.studio;

import io.hookline.connectors.tables.TableRows;
import io.hookline.flow.cards.FlowFiles;
import io.hookline.server.access.Sealer;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.store.Database;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.check.FlowProblems;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.draft.Drafts;
import io.hookline.server.studio.flow.FlowAuthors;
import io.hookline.server.studio.flow.FlowBrakes;
import io.hookline.server.studio.flow.FlowDocuments;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.flow.FlowStore;
import io.hookline.server.studio.flow.FlowSwitch;
import io.hookline.server.studio.flow.Flows;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.table.RowSweep;
import io.hookline.server.studio.table.StoredRows;
import io.hookline.server.studio.table.Tables;
import io.hookline.server.studio.transfer.Exports;
import io.hookline.server.studio.transfer.Imports;

import java.time.InstantSource;

/**
 * Everything that people have built, as it is stored. It is made before the cards: those of tables
 * and of files need it, and nothing here asks what a card can do.
 */
public final class Workspace {
    private final Database database;
    private final StudioAudit audit;
    private final InstantSource clock;
    private final Folders folders;
    private final Tables tables;
    private final StoredRows rows;
    private final Connections connections;
    private final FlowStore store;
    private final FlowRegistry registry;
    private final Flows flows;
    private final FlowBrakes brakes;
    private final FlowSwitch flowSwitch;
    private final FlowDocuments documents;
    private final Exports exports;
    private final Drafts drafts;

    public Workspace(Database database, Sealer sealer, EventLog events, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        audit = new StudioAudit(events, clock);
        folders = new Folders(database, audit, clock);
        tables = new Tables(database, audit, clock);
        rows = new StoredRows(database, tables, clock);
        connections = new Connections(database, sealer, audit, clock);
        store = new FlowStore(sealer);
        registry = new FlowRegistry(database, store);
        flows = new Flows(database, store, registry, audit, clock);
        brakes = new FlowBrakes(database);
        flowSwitch = new FlowSwitch(database, store, registry, connections, brakes, audit, clock);
        documents = new FlowDocuments(database, store);
        drafts = new Drafts(database, clock);
        exports = new Exports(database, folders, tables, connections, store, audit, clock);
    }

    /** Rows for the table cards. */
    public TableRows rows() {
        return rows;
    }

    /** Flows as files, for the card that exports them. */
    public FlowFiles files() {
        return exports;
    }

    public Folders folders() {
        return folders;
    }

    public Tables tables() {
        return tables;
    }

    public StoredRows storedRows() {
        return rows;
    }

    /** Deletes rows that have become old, or that nobody sees. */
    public RowSweep rowSweep() {
        return new RowSweep(rows.imports());
    }

    public Connections connections() {
        return connections;
    }

    /** All flows in memory. */
    public FlowRegistry registry() {
        return registry;
    }

    /** What people do with flows. */
    public Flows flows() {
        return flows;
    }

    /** Who made and saved flows. */
    public FlowAuthors authors() {
        return new FlowAuthors(database);
    }

    /** Flows that a guard rail stopped. */
    public FlowBrakes brakes() {
        return brakes;
    }

    public FlowSwitch flowSwitch() {
        return flowSwitch;
    }

    public FlowDocuments documents() {
        return documents;
    }

    /** What people have not saved yet. */
    public Drafts drafts() {
        return drafts;
    }

    public Exports exports() {
        return exports;
    }

    Imports imports(FlowProblems problems) {
        return new Imports(
                database, folders, tables, connections, store, registry, problems, audit, clock);
    }
}
