package io.hookline.flow.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.model.FlowCard.Branch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a flow from its document: order, paths, links. Cards are read by {@link CardReader}. */
final class FlowReader {
    private static final int DEEPEST = 20;
    private static final int MOST_CARDS = 10_000;

    private final String name;
    private final int depth;
    private final JsonNode data;
    private final List<ObjectNode> methods = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    private FlowReader(String name, int depth, JsonNode data) {
        this.name = name;
        this.depth = depth;
        this.data = data;
    }

    static Flow read(ObjectNode document) {
        String name = document.path("name").asText("");
        if (!document.path("data").isObject()) {
            throw new CardFailure.Invalid("The flow \"" + name + "\" has no object \"data\".");
        }
        JsonNode data = document.path("data");
        String id = document.path("id").asText(data.path("uuid").asText(""));
        return new FlowReader(name, 0, data).read(id, document.path("description").asText(""));
    }

    /** Reads a flow that lies in a card: its object is the {@code data} of a flow. */
    static Flow readNested(JsonNode data, String name, int depth) {
        if (depth > DEEPEST) {
            throw new CardFailure.Invalid(
                    "The flow \"" + name + "\" is nested more than " + DEEPEST + " flows deep.");
        }
        return new FlowReader(name, depth, data)
                .read(data.path("uuid").asText(data.path("id").asText("")), "");
    }

    private Flow read(String id, String description) {
        collectMethods();
        Order order = order();
        List<Integer> sorted = sorted(order);
        int[] index = new int[methods.size()];
        for (int i = 0; i < sorted.size(); i++) {
            index[sorted.get(i)] = i;
        }
        Branch[] paths = paths(order, sorted, index);
        var cards = new CardReader(name, depth, methods, places, index);
        var result = new ArrayList<FlowCard>(sorted.size());
        for (int i = 0; i < sorted.size(); i++) {
            result.add(cards.read(sorted.get(i), Optional.ofNullable(paths[sorted.get(i)])));
        }
        return new Flow(
                id,
                name,
                description,
                trigger(result.getFirst(), methods.get(sorted.getFirst())),
                result,
                cards.slots(),
                data.path("log").asBoolean(true),
                Optional.ofNullable(data.path("security_level").textValue()),
                schedule());
    }

    private void collectMethods() {
        JsonNode list = data.path("methods");
        if (!list.isArray() || list.isEmpty()) {
            throw invalid("it has no cards: \"methods\" must be a list with at least a trigger");
        }
        if (list.size() > MOST_CARDS) {
            throw invalid(
                    "it has " + list.size() + " cards, at most " + MOST_CARDS + " are possible");
        }
        for (JsonNode method : list) {
            if (!(method instanceof ObjectNode card) || card.path("uuid").asText("").isEmpty()) {
                throw invalid(
                        "card " + methods.size() + " of \"methods\" is no object with a \"uuid\"");
            }
            if (places.put(card.path("uuid").asText(), methods.size()) != null) {
                throw invalid("two cards have the uuid " + card.path("uuid").asText());
            }
            methods.add(card);
        }
    }

    private Order order() {
        var order = new Order(methods.size());
        for (var pair : data.path("orderings").properties()) {
            JsonNode value = pair.getValue();
            if (!value.isArray() || value.size() != 2) {
                throw invalid("ordering " + pair.getKey() + " is no pair of card uuids");
            }
            order.add(
                    place(value.get(0), "ordering " + pair.getKey()),
                    place(value.get(1), "ordering " + pair.getKey()));
        }
        for (int i = 0; i < methods.size(); i++) {
            for (var head : methods.get(i).path("branches").properties()) {
                order.add(i, place(head.getKey(), "the paths of " + title(i)));
            }
        }
        return order;
    }

    private List<Integer> sorted(Order order) {
        List<Integer> roots = order.roots();
        List<Integer> sorted = order.sorted();
        if (sorted.size() < methods.size()) {
            var onCycle = new HashSet<>(sorted);
            for (int i = 0; i < methods.size(); i++) {
                if (!onCycle.contains(i)) {
                    throw invalid("the order of its cards runs in a circle at " + title(i));
                }
            }
        }
        if (roots.size() > 1) {
            throw invalid(
                    "it has more than one beginning: nothing leads to "
                            + title(roots.get(0))
                            + " nor to "
                            + title(roots.get(1)));
        }
        return sorted;
    }

    /**
     * Which If/Else path each card lies on; outer ones come first in the order, so inner ones win.
     */
    private Branch[] paths(Order order, List<Integer> sorted, int[] index) {
        var paths = new Branch[methods.size()];
        for (int card : sorted) {
            JsonNode branches = methods.get(card).path("branches");
            if (branches.isEmpty()) {
                continue;
            }
            if (!SteeringCard.IF.is(CardReader.id(methods.get(card)))) {
                throw invalid(title(card) + " has paths, but only an If/Else can have them");
            }
            int join = join(order, card, branches);
            for (var head : branches.properties()) {
                var branch = new Branch(index[card], head.getValue().asBoolean());
                var seen = new HashSet<Integer>();
                var open = new ArrayDeque<Integer>();
                open.add(places.get(head.getKey()));
                while (!open.isEmpty()) {
                    int next = open.remove();
                    if (next != join && seen.add(next)) {
                        paths[next] = branch;
                        open.addAll(order.after(next));
                    }
                }
            }
        }
        return paths;
    }

    /** The join that both heads lead to directly. */
    private int join(Order order, int card, JsonNode branches) {
        List<Integer> common = null;
        for (var head : branches.properties()) {
            var joins = new ArrayList<Integer>();
            for (int next : order.after(places.get(head.getKey()))) {
                if (SteeringCard.JOIN.is(CardReader.id(methods.get(next)))) {
                    joins.add(next);
                }
            }
            if (common == null) {
                common = joins;
            } else {
                common.retainAll(joins);
            }
        }
        if (common == null || common.size() != 1) {
            throw invalid("the paths of " + title(card) + " do not lead to one common Join");
        }
        return common.getFirst();
    }

    private Trigger trigger(FlowCard root, ObjectNode method) {
        if (root.connector()) {
            return Trigger.EVENT;
        }
        return SteeringCard.find(root.id())
                .flatMap(this::trigger)
                .orElseThrow(() ->
                        invalid(
                                "it begins with "
                                        + title(places.get(method.path("uuid").asText()))
                                        + ", which is no trigger"));
    }

    private Optional<Trigger> trigger(SteeringCard first) {
        return switch (first) {
            case CALLABLE ->
                    Optional.of(
                            data.path("scheduled").asBoolean(false) || !data.path("cron").isEmpty()
                                    ? Trigger.SCHEDULED
                                    : Trigger.HELPER);
            case ACCEPT -> Optional.of(Trigger.ENDPOINT);
            case DELEGATED -> Optional.of(Trigger.DELEGATED);
            case NOOP -> Optional.of(Trigger.MANUAL);
            default -> Optional.empty();
        };
    }

    private Optional<ObjectNode> schedule() {
        return data.path("cron") instanceof ObjectNode cron && !cron.isEmpty()
                ? Optional.of(cron)
                : Optional.empty();
    }

    private int place(JsonNode uuid, String where) {
        return place(uuid.asText(""), where);
    }

    private int place(String uuid, String where) {
        Integer place = places.get(uuid);
        if (place == null) {
            throw invalid(where + " names the card " + uuid + ", which is not there");
        }
        return place;
    }

    private String title(int method) {
        ObjectNode card = methods.get(method);
        return "card \""
                + card.path("node").path("data").path("name").asText(CardReader.id(card))
                + "\" ("
                + card.path("uuid").asText()
                + ")";
    }

    private CardFailure.Invalid invalid(String what) {
        return new CardFailure.Invalid("The flow \"" + name + "\" cannot be read: " + what + ".");
    }
}
