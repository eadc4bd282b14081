package io.hookline.flow.model;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.Effect;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One card of one flow.
 *
 * @param index its place in the order of execution, counted from 0
 * @param uuid its id, unique in the flow
 * @param address which card it is
 * @param title what the author calls it
 * @param hidden whether the editor generated it
 * @param inputs in display order
 * @param outputs in display order
 * @param policy what follows when it fails
 * @param connection id of its connection
 * @param stopsWhenUncertain whether it must not repeat an effect that may have happened
 * @param path the If/Else path that it lies on; empty outside of any
 * @param joins input id by output id, on joins
 * @param steps whether running it is reported as a step: all cards but notes
 * @param timeout how long one call of it may take
 * @param approval what somebody must agree to before it acts; empty when nobody is asked
 */
public record FlowCard(
        int index,
        String uuid,
        CardAddress address,
        String title,
        boolean hidden,
        List<Input> inputs,
        List<Output> outputs,
        ErrorPolicy policy,
        Optional<String> connection,
        boolean stopsWhenUncertain,
        Optional<Branch> path,
        Map<String, String> joins,
        boolean steps,
        Duration timeout,
        Optional<ApprovalDemand> approval) {
    /** How long one call may take at most. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /**
     * One path of an If/Else.
     *
     * @param card the If/Else's place in the order
     * @param when the result of its condition that takes this path
     */
    public record Branch(int card, boolean when) {}

    public FlowCard {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        joins = Map.copyOf(joins);
    }

    /** Module and name, for example {@code string.compose}. */
    public String id() {
        return address.id();
    }

    /** Whether it belongs to a connector and not to the engine. */
    public boolean connector() {
        return address.ofConnector();
    }

    /** Whether the flows that its inputs name are called; Export Flow only takes one as a value. */
    public boolean callsFlows() {
        return !id().equals("utility.exportFlo");
    }

    /** What the declared card can do to the world here, as far as what was typed in says. */
    public Effect effect(CardDefinition declared) {
        return declared.effect((group, key) -> {
            Optional<Input> input = input(group, key);
            return input.isPresent()
                    ? input.flatMap(Input::typedIn).map(literal -> literal.asText(""))
                    : Optional.of("");
        });
    }

    /** The input with that group and key. */
    public Optional<Input> input(String group, String key) {
        for (Input input : inputs) {
            if (input.is(group, key) && !input.forError()) {
                return Optional.of(input);
            }
        }
        return Optional.empty();
    }
}
