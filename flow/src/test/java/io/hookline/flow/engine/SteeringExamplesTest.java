package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.TestFlows.CardWriter;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.value.Comparison;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The examples of the cards that steer are true. */
class SteeringExamplesTest extends EngineTest {
    /** What a helper of an example takes of each item; {@code field:type} and its path. */
    private static final Map<String, Map<String, String>> ITEMS =
            Map.of(
                    "Double", Map.of("number:number", ""),
                    "Is more than 10", Map.of("number:number", ""),
                    "Length", Map.of("text:string", ""),
                    "Add to memo", Map.of("number:number", ""),
                    "Double the value", Map.of("key:string", "key", "value:number", "value"));

    private static final Set<SteeringCard> TRIGGERS =
            Set.of(
                    SteeringCard.CALLABLE,
                    SteeringCard.ACCEPT,
                    SteeringCard.DELEGATED,
                    SteeringCard.NOOP);
    private static final Set<SteeringCard> WAITS = Set.of(SteeringCard.WAIT, SteeringCard.UNTIL);
    private static final Set<SteeringCard> PAUSES =
            Set.of(SteeringCard.PAUSE, SteeringCard.PAUSE_RAW);

    private SteeringCard card = SteeringCard.NOOP;
    private CardExample example = new CardExample("{}", "{}");

    @ParameterizedTest
    @EnumSource
    void everyExampleIsTrue(SteeringCard tried) {
        card = tried;
        assertThat(card.definition().examples()).isNotEmpty();
        for (CardExample one : card.definition().examples()) {
            example = one;
            helpers();
            check();
        }
    }

    private void check() {
        TestFlows flow = flow();
        Outcome outcome = start(flow);
        if (WAITS.contains(card)) {
            assertThat(outcome).isInstanceOf(Outcome.Suspended.class);
            world.now = ((Outcome.Suspended) outcome).waits().orElseThrow().until();
            outcome = start(flow);
        }
        if (PAUSES.contains(card)) {
            resume((Outcome.Suspended) outcome);
            outcome = start(flow);
        }
        switch (card) {
            case THROW ->
                    assertThat(failure(outcome)).hasMessage(example.in().path("message").asText());
            case CONTINUE_IF ->
                    assertThat(outcome)
                            .isEqualTo(
                                    new Outcome.Stopped(
                                            "it", example.in().at("/otherwise/message").asText()));
            default -> assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        }
        JsonNode made = made();
        assertThat(Comparison.deepEqual(made, example.out()))
                .as("%s made %s, the example says %s", card.id(), made, example.out())
                .isTrue();
    }

    /**
     * What history shows that the card gave; a note, and what ends with an error, gives nothing.
     */
    private JsonNode made() {
        return steps().stream()
                .filter(step -> step.title().equals(card == SteeringCard.JOIN ? "itJoin" : "it"))
                .map(Step::outputs)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    private Outcome start(TestFlows flow) {
        Map<String, JsonNode> given = TRIGGERS.contains(card) ? given() : Map.of();
        Outcome outcome =
                interpreter.run(
                        EXECUTION,
                        flow.read(),
                        (group, key) ->
                                given.getOrDefault(
                                        group.isEmpty() ? key : group + "/" + key,
                                        MissingNode.getInstance()),
                        world.host(EXECUTION));
        world.commit();
        return outcome;
    }

    private TestFlows flow() {
        return switch (card) {
            case CALLABLE, ACCEPT, DELEGATED, NOOP ->
                    TestFlows.first("f", card.id(), writer -> fields(writer.title("it")));
            case IF ->
                    TestFlows.manual("f")
                            .ifElse(
                                    "it",
                                    example.in().path("left-operand").asText(),
                                    example.in().path("operator").asText(),
                                    example.in().path("right-operand").asText(),
                                    NOTHING,
                                    NOTHING,
                                    "",
                                    "",
                                    "");
            case JOIN ->
                    TestFlows.manual("f")
                            .ifElse(
                                    "it",
                                    "1",
                                    "==",
                                    "2",
                                    NOTHING,
                                    NOTHING,
                                    "priority:string=" + example.in().path("priority").asText(),
                                    "",
                                    "");
            default -> TestFlows.manual("f").card("it", card.id(), this::fields);
        };
    }

    /** Writes inputs and outputs as the example has them. */
    private void fields(CardWriter writer) {
        specs(example.in(), card.definition().inputs())
                .forEach((spec, value) -> input(writer, spec, value));
        if (loops()) {
            ITEMS.get(example.in().path("flo").asText()).forEach(writer::item);
        }
        specs(example.out(), card.definition().outputs())
                .forEach((spec, value) -> {
                    if (card == SteeringCard.EXPAND) {
                        writer.part(spec, "user", spec.split(":")[0]);
                    } else {
                        writer.out(spec);
                    }
                });
    }

    private void input(CardWriter writer, String spec, JsonNode value) {
        if (value.has("Return")) {
            writer.body(spec, returning(value.get("Return")));
        } else {
            writer.in(spec, value);
        }
    }

    private static TestFlows returning(JsonNode fields) {
        return TestFlows.helper("block")
                .card(
                        "back",
                        "control.return",
                        writer ->
                                fields.properties()
                                        .forEach(field ->
                                                writer.in(
                                                        field.getKey() + ":*", field.getValue())));
    }

    private boolean loops() {
        return card.definition().inputs().stream()
                        .anyMatch(field -> field.form().type() == FieldType.FLOW)
                && !Set.of(SteeringCard.SPAWN, SteeringCard.RUN, SteeringCard.TIMES).contains(card);
    }

    /** Fields with their types, those of a group with its name. */
    private static Map<String, JsonNode> specs(JsonNode fields, List<FieldDefinition> declared) {
        Map<String, JsonNode> specs = new LinkedHashMap<>();
        fields.properties()
                .forEach(field -> {
                    String key = field.getKey();
                    JsonNode value = field.getValue();
                    boolean known = declared.stream().anyMatch(one -> one.name().equals(key));
                    if (known || !value.isObject() || value.has("Return")) {
                        specs.put(key + ":" + type(key), value);
                    } else {
                        value.properties()
                                .forEach(inner ->
                                        specs.put(
                                                key
                                                        + "/"
                                                        + inner.getKey()
                                                        + ":"
                                                        + type(inner.getKey()),
                                                inner.getValue()));
                    }
                });
        return specs;
    }

    private static String type(String key) {
        return key.endsWith("list") ? "*[]" : key.equals("flo") ? "flo" : "*";
    }

    /** What the one who starts the flow gives: what the example's outputs have and inputs not. */
    private Map<String, JsonNode> given() {
        Map<String, JsonNode> typed = specs(example.in(), List.of());
        Map<String, JsonNode> given = new HashMap<>();
        specs(example.out(), List.of())
                .forEach((spec, value) -> {
                    if (!value.equals(typed.get(spec))) {
                        given.put(spec.split(":")[0], value);
                    }
                });
        return given;
    }

    /** Somebody calls the resume URL with what the example's outputs have. */
    private void resume(Outcome.Suspended paused) {
        String path = paused.waits().orElseThrow().pause().orElseThrow().path();
        world.durable
                .get(EXECUTION)
                .put(
                        Outcome.Pause.resumed(path),
                        new Journal.Entry(Journal.Kind.RESULT, "resume", "", example.out()));
    }

    private void helpers() {
        help(
                TestFlows.helper("Double", "number:number")
                        .card(
                                "twice",
                                "math.multiply",
                                writer ->
                                        writer.from("a:number", "begin.number")
                                                .in("b:number", 2)
                                                .out("output:number"))
                        .card(
                                "end",
                                "control.return",
                                writer -> writer.from("result:number", "twice.output")));
        help(
                TestFlows.helper("Is more than 10", "number:number")
                        .card(
                                "more",
                                "boolean.compare",
                                writer ->
                                        writer.from("left-operand:number", "begin.number")
                                                .in("operator:string", ">")
                                                .in("right-operand:number", 10)
                                                .out("result:boolean"))
                        .card(
                                "end",
                                "control.return",
                                writer -> writer.from("keep:boolean", "more.result")));
        help(
                TestFlows.helper("Length", "text:string")
                        .card(
                                "length",
                                "string.length",
                                writer ->
                                        writer.from("string:string", "begin.text")
                                                .out("length:number"))
                        .card(
                                "end",
                                "control.return",
                                writer -> writer.from("length:number", "length.length")));
        help(
                TestFlows.helper("Add to memo", "memo:number", "number:number")
                        .card(
                                "sum",
                                "math.add",
                                writer ->
                                        writer.from("a:number", "begin.memo")
                                                .from("b:number", "begin.number")
                                                .out("output:number"))
                        .card(
                                "end",
                                "control.return",
                                writer -> writer.from("memo:number", "sum.output")));
        help(
                TestFlows.helper("Double the value", "key:string", "value:number")
                        .card(
                                "twice",
                                "math.multiply",
                                writer ->
                                        writer.from("a:number", "begin.value")
                                                .in("b:number", 2)
                                                .out("output:number"))
                        .card(
                                "end",
                                "control.return",
                                writer ->
                                        writer.from("key:string", "begin.key")
                                                .from("value:number", "twice.output")));
    }
}
