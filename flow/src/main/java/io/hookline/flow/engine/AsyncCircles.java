package io.hookline.flow.engine;

import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.ErrorPolicy;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.value.ValueType.Kind;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the cards by which a flow comes back to itself over a call that nobody waits for: such a
 * circle goes on until a condition ends it, or a limit.
 */
final class AsyncCircles {
    private final Flow start;
    private final Function<String, Optional<Flow>> helpers;
    private final Map<String, List<Call>> calls = new HashMap<>();

    private AsyncCircles(Flow start, Function<String, Optional<Flow>> helpers) {
        this.start = start;
        this.helpers = helpers;
    }

    /**
     * A call of another flow.
     *
     * @param waits whether the caller waits for its end
     */
    private record Call(FlowCard card, String flow, boolean waits) {}

    /**
     * A way from the flow.
     *
     * @param flow where it has led to
     * @param names of the flows between
     * @param waits whether every call on it is waited for
     */
    private record Way(String flow, List<String> names, boolean waits) {
        Way then(String name, Call call) {
            List<String> more = new ArrayList<>(names);
            more.add(name);
            return new Way(call.flow(), more, waits && call.waits());
        }

        /** Two that are alike lead to the same. */
        String key() {
            return flow + (waits ? " waits" : "");
        }
    }

    /** One finding for each card of the flow that leads back to it so. */
    static List<Finding> of(Flow flow, Function<String, Optional<Flow>> helpers) {
        var circles = new AsyncCircles(flow, helpers);
        List<Finding> findings = new ArrayList<>();
        Set<String> said = new HashSet<>();
        for (Call call : circles.calls(flow)) {
            circles.back(call)
                    .filter(names -> said.add(call.card().uuid()))
                    .ifPresent(names -> findings.add(finding(call, names)));
        }
        return findings;
    }

    private static Finding finding(Call call, List<String> names) {
        String through =
                names.isEmpty()
                        ? ""
                        : ", through "
                                + names.stream()
                                        .map(name -> "\"" + name + "\"")
                                        .collect(Collectors.joining(" and "));
        return new Finding(
                call.card().uuid(),
                "flo",
                call.flow(),
                "The flow starts itself again by this card"
                        + through
                        + ", and a call on the way is not waited for. That goes on until a"
                        + " condition ends it: at the latest after as many flows in a row as the"
                        + " setting chains.hops allows, with an error.");
    }

    /** The flows between a call and the flow that makes it, if it leads back there so. */
    private Optional<List<String>> back(Call first) {
        Deque<Way> ways = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        ways.add(new Way(first.flow(), List.of(), first.waits()));
        while (!ways.isEmpty()) {
            Way way = ways.remove();
            if (way.flow().equals(start.id())) {
                if (!way.waits()) {
                    return Optional.of(way.names());
                }
                continue;
            }
            Optional<Flow> flow =
                    seen.add(way.key()) ? helpers.apply(way.flow()) : Optional.empty();
            flow.ifPresent(
                    found -> calls(found).forEach(call -> ways.add(way.then(found.name(), call))));
        }
        return Optional.empty();
    }

    private List<Call> calls(Flow flow) {
        return calls.computeIfAbsent(flow.id(), id -> read(flow));
    }

    private static List<Call> read(Flow flow) {
        List<Call> calls = new ArrayList<>();
        flow.eachCard(card -> {
            boolean waits = !SteeringCard.RUN.is(card.id());
            for (Input input : card.inputs()) {
                if (card.callsFlows()
                        && input.type().kind() == Kind.FLOW
                        && input.literal().isTextual()
                        && !input.literal().textValue().isEmpty()) {
                    calls.add(new Call(card, input.literal().textValue(), waits));
                }
            }
            if (card.policy().then() instanceof ErrorPolicy.Run run) {
                calls.add(new Call(card, run.flow(), true));
            }
        });
        return calls;
    }
}
