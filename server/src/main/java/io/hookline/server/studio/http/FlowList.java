package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.model.Trigger;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Page;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.studio.Workspace;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowRuns;
import io.hookline.server.studio.flow.FlowRuns.Lately;
import io.hookline.server.studio.flow.FlowRuns.Run;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.folder.Folder;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code GET /api/hookline/v1/flows}: which flows a query asks for, in its order, page by page. */
final class FlowList {
    private static final String TOTAL = "X-Total-Count";

    private final Workspace workspace;
    private final FlowView view;
    private final FlowFacts facts;

    FlowList(Workspace workspace, FlowView view, FlowFacts facts) {
        this.workspace = workspace;
        this.view = view;
        this.facts = facts;
    }

    /** By what a list is sorted; equals stand in the order in which they came. */
    private enum Order {
        CREATED,
        NAME,
        UPDATED,
        LAST_RUN,
        FAILURES;

        String word() {
            return this == LAST_RUN ? "lastRun" : name().toLowerCase(Locale.ROOT);
        }
    }

    Response list(Request request) {
        Query query = request.query();
        query.allowOnly(
                "folder", "within", "q", "mode", "type", "sort", "descending", "limit", "after");
        Page page = request.page();
        Optional<Order> order = query.choice("sort", List.of(Order.values()), Order::word);
        boolean descending = query.flag("descending").orElse(false);
        Map<String, Folder> folders = workspace.folders().all();
        Predicate<FlowRow> asked = asked(query, folders);
        List<FlowRow> rows = workspace.registry().rows().stream().filter(asked).toList();
        List<FlowRow> sorted = sorted(request, rows, order.orElse(Order.CREATED), descending);
        List<FlowRow> rest = sorted.subList(begin(query, page, sorted), sorted.size());
        List<FlowRow> part = rest.subList(0, Math.min(rest.size(), page.limit() + 1));
        FlowFacts.Adding adding = facts.of(part, request.caller());
        return page.response(
                        request,
                        part,
                        FlowRow::place,
                        flow -> shown(flow, folders, request, adding))
                .header(TOTAL, Integer.toString(rows.size()));
    }

    private ObjectNode shown(
            FlowRow flow, Map<String, Folder> folders, Request request, FlowFacts.Adding adding) {
        return adding.apply(flow, view.json(flow, folders, request::url));
    }

    private static Predicate<FlowRow> asked(Query query, Map<String, Folder> folders) {
        Optional<Set<String>> places =
                query.text("folder")
                        .map(folder ->
                                query.flag("within").orElse(false)
                                        ? within(folder, folders)
                                        : Set.of(folder));
        Optional<FlowMode> mode = query.choice("mode", List.of(FlowMode.values()), FlowMode::word);
        Optional<Trigger> type =
                query.choice(
                        "type",
                        List.of(Trigger.values()),
                        one -> one.name().toLowerCase(Locale.ROOT));
        List<String> words =
                query.text("q").stream()
                        .flatMap(text -> Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+")))
                        .filter(word -> !word.isEmpty())
                        .toList();
        return flow ->
                places.filter(some -> !some.contains(flow.folder())).isEmpty()
                        && mode.filter(one -> one != flow.mode()).isEmpty()
                        && type.filter(one -> one != flow.type()).isEmpty()
                        && says(flow, words);
    }

    /** A folder and all folders in it. */
    private static Set<String> within(String folder, Map<String, Folder> folders) {
        Set<String> inside = new HashSet<>(Set.of(folder));
        // Of a folder that was moved into a younger one the parent comes later.
        boolean grew = true;
        while (grew) {
            grew =
                    folders.values().stream()
                                    .filter(one ->
                                            one.parentId().filter(inside::contains).isPresent())
                                    .map(Folder::id)
                                    .filter(inside::add)
                                    .count()
                            > 0;
        }
        return inside;
    }

    private static boolean says(FlowRow flow, List<String> words) {
        if (words.isEmpty()) {
            return true;
        }
        String text =
                (flow.name() + "\n" + flow.description() + "\n" + flow.id())
                        .toLowerCase(Locale.ROOT);
        return words.stream().allMatch(text::contains);
    }

    private List<FlowRow> sorted(
            Request request, List<FlowRow> rows, Order order, boolean descending) {
        if (order == Order.CREATED && !descending) {
            return rows;
        }
        Comparator<FlowRow> by =
                switch (order) {
                    case CREATED -> Comparator.comparingLong(FlowRow::place);
                    case NAME -> byName(rows);
                    case UPDATED -> by(facts.authors().updated(), Instant.EPOCH);
                    case LAST_RUN -> by(lately(request, rows, FlowList::startedAt), Instant.EPOCH);
                    case FAILURES -> by(lately(request, rows, Lately::failures), 0);
                };
        return rows.stream()
                .sorted(
                        (descending ? by.reversed() : by)
                                .thenComparing(Comparator.comparingLong(FlowRow::place)))
                .toList();
    }

    private static Comparator<FlowRow> byName(List<FlowRow> rows) {
        Map<String, String> names =
                rows.stream()
                        .collect(
                                Collectors.toMap(
                                        FlowRow::id, row -> row.name().toLowerCase(Locale.ROOT)));
        return by(names, "");
    }

    private static <K extends Comparable<K>> Comparator<FlowRow> by(
            Map<String, K> keys, K otherwise) {
        return Comparator.comparing(flow -> keys.getOrDefault(flow.id(), otherwise));
    }

    private static Instant startedAt(Lately lately) {
        return lately.last().map(Run::startedAt).orElse(Instant.EPOCH);
    }

    /** What the order tells is told only to those who may read it. */
    private <K> Map<String, K> lately(
            Request request, List<FlowRow> rows, Function<Lately, K> member) {
        if (!request.caller().permissions().contains(Permission.READ_EXECUTIONS)) {
            request.query().fault("sort", "it needs the permission read_executions.");
        }
        FlowRuns runs = facts.runs();
        return runs.of(rows.stream().map(FlowRow::id).toList()).entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, entry -> member.apply(entry.getValue())));
    }

    /** The place behind the flow that the part before ended with. */
    private static int begin(Query query, Page page, List<FlowRow> sorted) {
        if (page.after() == 0) {
            return 0;
        }
        return IntStream.range(0, sorted.size())
                .filter(i -> sorted.get(i).place() == page.after())
                .map(i -> i + 1)
                .findFirst()
                .orElseGet(() -> behind(query, page, sorted));
    }

    /** Sorted by age a flow that is gone still has a place. */
    private static int behind(Query query, Page page, List<FlowRow> sorted) {
        if (query.text("sort").filter(sort -> !sort.equalsIgnoreCase("created")).isPresent()) {
            query.fault(
                    "after",
                    "the flow that the part before ended with is not in this list any more; begin"
                            + " again without it.");
            return sorted.size();
        }
        boolean descending = query.flag("descending").orElse(false);
        return (int)
                sorted.stream()
                        .takeWhile(flow ->
                                descending
                                        ? flow.place() >= page.after()
                                        : flow.place() <= page.after())
                        .count();
    }
}
