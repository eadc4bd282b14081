package io.hookline.server.execution.model;

import io.hookline.flow.card.Mode;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The columns in which every table of executions keeps a {@link Head}. */
public final class HeadColumns {
    public static final String NAMES =
            "ordinal, id, flow_id, flow_name, flow_version, started_by, mode, hops, parent,"
                    + " parent_path, root";

    /** As {@link #NAMES}, for an insert. */
    public static final String PARAMETERS =
            ":ordinal, :id, :flow_id, :flow_name, :flow_version, :started_by, :mode, :hops,"
                    + " :parent, :parent_path, :root";

    private HeadColumns() {}

    /** Sets the {@link #PARAMETERS}. */
    public static PreparedSql set(PreparedSql insert, Head head) {
        return insert.number("ordinal", head.ordinal())
                .uuid("id", head.id())
                .text("flow_id", head.flow().id())
                .text("flow_name", head.flow().name())
                .number("flow_version", head.flow().number())
                .text("started_by", head.trigger().word())
                .text("mode", head.mode().name())
                .number("hops", head.hops())
                .uuid("parent", head.parent().map(Head.Parent::id))
                .text("parent_path", head.parent().map(Head.Parent::path))
                .uuid("root", head.root());
    }

    /**
     * Reads the {@link #NAMES}.
     *
     * @param savesData the column that says whether data is saved
     */
    public static Head read(ResultRow row, String savesData) {
        long ordinal = row.number("ordinal");
        UUID id = row.uuid("id");
        Head.FlowVersion flow =
                new Head.FlowVersion(
                        row.text("flow_id"), row.text("flow_name"), row.integer("flow_version"));
        Trigger trigger = Trigger.valueOf(row.text("started_by").toUpperCase(Locale.ROOT));
        Mode mode = Mode.valueOf(row.text("mode"));
        int hops = row.integer("hops");
        Optional<Head.Parent> parent =
                row.optionalUuid("parent")
                        .map(caller -> new Head.Parent(caller, row.text("parent_path")));
        UUID root = row.uuid("root");
        return new Head(id, ordinal, flow, trigger, mode, row.flag(savesData), hops, parent, root);
    }
}
