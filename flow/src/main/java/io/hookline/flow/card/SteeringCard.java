package io.hookline.flow.card;

import static io.hookline.flow.card.CardBuilder.card;
import static io.hookline.flow.card.DynamicFields.from;
import static io.hookline.flow.card.FieldDefinition.of;
import static io.hookline.flow.card.SteeringFields.CODE;
import static io.hookline.flow.card.SteeringFields.CONCURRENCY;
import static io.hookline.flow.card.SteeringFields.CONTEXT;
import static io.hookline.flow.card.SteeringFields.ERROR_CODE;
import static io.hookline.flow.card.SteeringFields.EXECUTION;
import static io.hookline.flow.card.SteeringFields.HEADERS;
import static io.hookline.flow.card.SteeringFields.HELPER;
import static io.hookline.flow.card.SteeringFields.ITEM_INPUTS;
import static io.hookline.flow.card.SteeringFields.LEFT;
import static io.hookline.flow.card.SteeringFields.LIST;
import static io.hookline.flow.card.SteeringFields.OBJECT;
import static io.hookline.flow.card.SteeringFields.OPERATOR;
import static io.hookline.flow.card.SteeringFields.RAW_BODY;
import static io.hookline.flow.card.SteeringFields.RIGHT;
import static io.hookline.flow.card.SteeringFields.SAME_AS_INPUTS;
import static io.hookline.flow.card.SteeringFields.SOME_AT_A_TIME;

import io.hookline.flow.card.DynamicFields.Source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cards that steer a flow: they are no methods, the interpreter runs them. Each is declared
 * here once; the planner decides by the constant what it does.
 */
public enum SteeringCard implements CardBody {
    CALLABLE(
            card(
                            "control.callable",
                            "Helper Flow",
                            "Starts a flow that other flows call, or one with a schedule, with the"
                                    + " fields it takes. Also the first card of each block.")
                    .category(Category.TRIGGERS)
                    .settings(
                            of(
                                            "flow.cron",
                                            FieldType.CRON,
                                            "When the flow starts by itself; it is then a scheduled"
                                                    + " flow. A helper flow has no schedule.")
                                    .labelled("Schedule"))
                    .in(
                            from(
                                    Source.AUTHOR_DEFINED,
                                    "",
                                    "What the flow takes. What is typed in stands for a field that"
                                            + " the caller leaves out."))
                    .in(
                            from(
                                    Source.CAPTURED_VALUES,
                                    "context",
                                    "Values from outside that a block uses."))
                    .out(SAME_AS_INPUTS)
                    .out(CONTEXT.toArray(FieldDefinition[]::new))),
    ACCEPT(
            card(
                            "http.accept",
                            "API Endpoint",
                            "Starts a flow when its address is called. Fields are read from the"
                                    + " request by their group and key.")
                    .category(Category.TRIGGERS)
                    .settings(
                            of(
                                            "flow.security_level",
                                            FieldType.ENUM,
                                            "Who may call: open is anyone who knows the address,"
                                                    + " medium whoever has the client token.")
                                    .labelled("Security Level")
                                    .oneOf(List.of("medium", "open"))
                                    .whenBlank("medium"))
                    .in(from(Source.AUTHOR_DEFINED, "query", "Parameters of the query."))
                    .in(
                            from(
                                    Source.AUTHOR_DEFINED,
                                    "headers",
                                    "Headers; upper and lower case are the same."))
                    .in(from(Source.AUTHOR_DEFINED, "body", "Fields of the body."))
                    .out(
                            of("headers", FieldType.OBJECT, "All headers").in("raw"),
                            of("body", FieldType.TEXT, "The body as it was sent").in("raw"),
                            of("query", FieldType.TEXT, "The query as it was sent").in("raw"),
                            EXECUTION)
                    .out(SAME_AS_INPUTS)),
    DELEGATED(
            card("http.delegated", "Delegated Flow", "Starts a flow when a person asks for it.")
                    .category(Category.TRIGGERS)
                    .in(from(Source.AUTHOR_DEFINED, "inputs", "What the person is asked for."))
                    .out(
                            of("okta-user-id", FieldType.TEXT, "The id of the person")
                                    .in("user context")
                                    .labelled("Okta User ID"),
                            EXECUTION)
                    .out(SAME_AS_INPUTS)),
    NOOP(
            card(
                            "control.noop",
                            "Noop",
                            "Does nothing. As the first card: the flow is started by hand.")
                    .category(Category.TRIGGERS)),
    IF(
            card(
                            "control.if",
                            "If/Else",
                            "Compares two values and runs one of two paths. Return, Continue If and"
                                + " Return Error on a path act on the whole flow. Outputs are those"
                                + " of the Join where the paths meet.")
                    .category(Category.BRANCHING)
                    .in(LEFT, OPERATOR.needed(), RIGHT)
                    .out(of("result", FieldType.BOOLEAN, "Whether the comparison holds"))),
    JOIN(
            card(
                            "control.join",
                            "Join",
                            "Where the two paths of an If/Else meet again. Each output takes its"
                                    + " value from the path that ran.")
                    .category(Category.BRANCHING)
                    .hidden()
                    .in(
                            from(
                                    Source.AUTHOR_DEFINED,
                                    "",
                                    "Outputs of the If/Else, linked to from both paths."))
                    .out(SAME_AS_INPUTS)),
    BRANCH(
            card(
                            "control.branch",
                            "If/ElseIf",
                            "Runs the block of the first comparison that holds, or else the last"
                                + " block. Return and a false Continue If inside a block end only"
                                + " the block.")
                    .category(Category.BRANCHING)
                    .in(
                            LEFT.in("if"),
                            OPERATOR.needed().in("if"),
                            RIGHT.in("if"),
                            SteeringFields.block("if", "What runs when the comparison holds"))
                    .in(
                            new DynamicFields(
                                    "*",
                                    Source.AUTHOR_DEFINED,
                                    "Further comparisons, tried in their order.",
                                    FieldType.CONDITION_ROWS,
                                    List.of(
                                            LEFT,
                                            OPERATOR,
                                            RIGHT,
                                            SteeringFields.block(
                                                    "",
                                                    "What runs when this comparison is the first"
                                                            + " that holds")),
                                    Optional.empty()))
                    .in(SteeringFields.block("else", "What runs when no comparison holds"))
                    .in(SteeringFields.CAPTURED)
                    .out(SteeringFields.BLOCK_OUTPUTS)),
    TRY_CATCH(
            card(
                            "control.tryCatch",
                            "If Error",
                            "Runs a block; when a card in it fails, runs another block with the"
                                + " error: message, code, method, flo, execution. The second block"
                                + " is the error policy of the card.")
                    .category(Category.ERROR_HANDLING)
                    .in(SteeringFields.block("", "What is tried"))
                    .in(SteeringFields.CAPTURED)
                    .settings(
                            of(
                                            "card.policy.error.flo",
                                            FieldType.BLOCK,
                                            "What runs when the first block fails")
                                    .labelled("If error"))
                    .out(SteeringFields.BLOCK_OUTPUTS)),
    CONTINUE_IF(
            card(
                            "control.continueIf",
                            "Continue If",
                            "Ends the flow, successfully, when a comparison does not hold.")
                    .category(Category.BRANCHING)
                    .in(LEFT, OPERATOR, RIGHT)
                    .in(
                            of(
                                            "message",
                                            FieldType.TEXT,
                                            "What is returned when the flow ends here")
                                    .in("otherwise"))
                    .out(of("message", FieldType.TEXT, "The message"))),
    RETURN(
            card(
                            "control.return",
                            "Return",
                            "Ends the flow; the fields are its result, for an API caller a JSON"
                                    + " object.")
                    .category(Category.FLOW_CONTROL)
                    .in(from(Source.AUTHOR_DEFINED, "", "What the flow returns."))
                    .out(SAME_AS_INPUTS)),
    RETURN_RAW(
            card(
                            "control.returnRaw",
                            "Return Raw",
                            "Ends the flow and answers an API caller with exactly this status,"
                                    + " these headers and this body.")
                    .category(Category.FLOW_CONTROL)
                    .in(CODE.needed(), HEADERS.needed(), RAW_BODY)
                    .out(CODE, HEADERS, RAW_BODY)),
    THROW(
            card("control.throw", "Return Error", "Ends the flow with an error.")
                    .category(Category.ERROR_HANDLING)
                    .in(ERROR_CODE.needed(), SteeringFields.ERROR_MESSAGE.needed())
                    .out(ERROR_CODE, SteeringFields.ERROR_MESSAGE)),
    THROW_IF(
            card(
                            "control.throwIf",
                            "Return Error If",
                            "Ends the flow with an error when a comparison holds.")
                    .category(Category.ERROR_HANDLING)
                    .in(LEFT, OPERATOR, RIGHT, SteeringFields.ERROR_MESSAGE, ERROR_CODE)),
    CLOSE(
            card("httpfunctions.close", "Close", "Answers an API caller at once; the flow goes on.")
                    .connector("httpfunctions", "1.0.24", "API Connector")
                    .in(
                            CODE.in("Response"),
                            HEADERS.in("Response"),
                            of("body", FieldType.OBJECT, "The body, sent as JSON").in("Response"))),
    CLOSE_WITH_FIELDS(
            card(
                            "http.close",
                            "Close",
                            "Answers an API caller at once with a JSON object; the flow goes on.")
                    .category(Category.API_CONNECTOR)
                    .in(CODE.needed())
                    .in(from(Source.AUTHOR_DEFINED, "body", "The members of the object."))),
    WAIT(
            card("control.wait", "Wait For", "Goes on after some time, 30 days at most.")
                    .category(Category.FLOW_CONTROL)
                    .in(
                            of("delay", FieldType.NUMBER, "How many units").needed(),
                            of("unit", FieldType.ENUM, "The unit")
                                    .oneOf(
                                            List.of(
                                                    "second", "minute", "hour", "day", "week",
                                                    "month", "year"))
                                    .whenBlank("second")
                                    .needed())),
    UNTIL(
            card(
                            "control.until",
                            "Wait Until",
                            "Goes on at a date and time, at most 30 days ahead; at once when it has"
                                    + " passed.")
                    .category(Category.FLOW_CONTROL)
                    .in(
                            of("date", FieldType.DATE, "When the flow goes on")
                                    .labelled("date & time")
                                    .needed())),
    PAUSE(
            card(
                            "http.pause",
                            "Pause",
                            "Answers the caller with the fields of the card and waits, 30 days at"
                                + " most, until the resume URL of the flow is called; outputs are"
                                + " read from that call.")
                    .formerly(List.of("control.pause"))
                    .category(Category.FLOW_CONTROL)
                    .in(from(Source.AUTHOR_DEFINED, "", "What the caller is answered."))
                    .out(SteeringFields.RESUMED)),
    PAUSE_RAW(
            card(
                            "http.pauseRaw",
                            "Pause Raw",
                            "As Pause, but answers with exactly this status, these headers and this"
                                    + " body.")
                    .formerly(List.of("control.pauseRaw"))
                    .category(Category.FLOW_CONTROL)
                    .in(CODE, HEADERS, RAW_BODY)
                    .out(SteeringFields.RESUMED)),
    SPAWN(
            card(
                            "control.spawn",
                            "Call Flow",
                            "Runs a helper flow and waits for it. An error of the helper is an"
                                    + " error of this card.")
                    .category(Category.FLOW_CONTROL)
                    .in(HELPER)
                    .in(from(Source.HELPER_INPUTS, "", "What the helper takes."))
                    .out(from(Source.HELPER_OUTPUTS, "", "What the helper returns."))),
    RUN(
            card("control.run", "Call Flow Async", "Starts a helper flow and goes on at once.")
                    .category(Category.FLOW_CONTROL)
                    .in(HELPER)
                    .in(from(Source.HELPER_INPUTS, "", "What the helper takes."))),
    TIMES(
            card(
                            "control.times",
                            "Repeat",
                            "Runs a helper flow a number of times, with context.index from 0.")
                    .category(Category.FLOW_CONTROL)
                    .in(
                            of("count", FieldType.INTEGER, "How many times").needed(),
                            HELPER,
                            CONCURRENCY)
                    .in(ITEM_INPUTS)),
    EACH(
            card(
                            "list.each",
                            "For Each",
                            "Runs a helper flow for each item; the first error ends it.")
                    .category(Category.LIST)
                    .in(LIST, HELPER, CONCURRENCY)
                    .in(ITEM_INPUTS)),
    ASYNC_EACH(
            card(
                            "list.asyncEach",
                            "For Each - Ignore Errors",
                            "Runs a helper flow for each item, whatever fails.")
                    .category(Category.LIST)
                    .in(LIST, HELPER, CONCURRENCY)
                    .in(ITEM_INPUTS)),
    MAP(
            card(
                            "list.map",
                            "Map",
                            "Runs a helper flow for each item and lists what they return, in the"
                                    + " order of the items.")
                    .category(Category.LIST)
                    .in(LIST, HELPER, CONCURRENCY)
                    .in(ITEM_INPUTS)
                    .out(SteeringFields.NEW_LIST)),
    FILTER(
            card(
                            "list.filter",
                            "Filter Custom",
                            "Keeps the items for which a helper flow returns true.")
                    .category(Category.LIST)
                    .in(LIST, HELPER, CONCURRENCY)
                    .in(ITEM_INPUTS)
                    .out(of("list", FieldType.ANY, "The items that are kept").listed())),
    FIND(
            card(
                            "list.find",
                            "Find Custom",
                            "Runs a helper flow for one item after the other, until one returns"
                                    + " true.")
                    .category(Category.LIST)
                    .in(LIST, HELPER)
                    .in(ITEM_INPUTS)
                    .out(
                            of("item", FieldType.ANY, "The item; null when there is none"),
                            of(
                                    "index",
                                    FieldType.INTEGER,
                                    "Its position, counted from 0; -1 when there is none"))),
    SORT(
            card(
                            "list.sort",
                            "Sort Custom",
                            "Runs a helper flow for each item and sorts by the value that it"
                                    + " returns: numbers by size, then texts, then the rest. Items"
                                    + " with equal values keep their order.")
                    .category(Category.LIST)
                    .in(LIST, HELPER, SOME_AT_A_TIME)
                    .in(ITEM_INPUTS)
                    .out(of("list", FieldType.ANY, "The sorted list").listed())),
    UNIQUE(
            card(
                            "list.unique",
                            "Unique Custom",
                            "Runs a helper flow for each item and keeps the first item of each"
                                    + " value that the helpers return.")
                    .category(Category.LIST)
                    .in(LIST, HELPER, SOME_AT_A_TIME)
                    .in(ITEM_INPUTS)
                    .out(of("unique list", FieldType.ANY, "The remaining items").listed())),
    REDUCE(
            card(
                            "list.reduce",
                            "Reduce",
                            "Runs a helper flow for each item in turn; each gets, as memo, what the"
                                    + " one before returned.")
                    .category(Category.LIST)
                    .in(
                            LIST,
                            of("memo", FieldType.ANY, "What the first helper gets as memo"),
                            HELPER)
                    .in(ITEM_INPUTS)
                    .out(of("item", FieldType.ANY, "What the last helper returned"))),
    OBJECT_EACH(
            card(
                            "object.each",
                            "For Each",
                            "Runs a helper flow for each key and value of an object; the first"
                                    + " error ends it.")
                    .category(Category.OBJECT)
                    .in(OBJECT, HELPER, SOME_AT_A_TIME)
                    .in(ITEM_INPUTS)),
    OBJECT_PROCESS(
            card(
                            "object.process",
                            "Map",
                            "Runs a helper flow for each key and value of an object and makes a new"
                                + " object of the fields key and value that the helpers return. A"
                                + " helper that returns none adds nothing; later keys win.")
                    .category(Category.OBJECT)
                    .in(OBJECT, HELPER, CONCURRENCY)
                    .in(ITEM_INPUTS)
                    .out(of("output", FieldType.OBJECT, "The new object"))),
    OBJECT_MAP(
            card(
                            "object.map",
                            "Map to List",
                            "Runs a helper flow for each key and value of an object and lists what"
                                    + " they return.")
                    .category(Category.OBJECT)
                    .in(OBJECT, HELPER, CONCURRENCY)
                    .in(ITEM_INPUTS)
                    .out(SteeringFields.NEW_LIST)),
    EXPAND(
            card(
                            "object.expand",
                            "Expand",
                            "Takes parts of an object. The editor makes it where a part is linked.")
                    .category(Category.OBJECT)
                    .hidden()
                    .in(of("object", FieldType.OBJECT, "The object").needed())
                    .out(from(Source.OBJECT_PARTS, "*", "Path and value of each part."))),
    COMMENT(
            card("control.comment", "Comment", "A note for people; nothing happens.")
                    .category(Category.FLOW_CONTROL)
                    .settings(
                            of("card.comments.title", FieldType.TEXT, "The heading of the note")
                                    .labelled("Title"),
                            of(
                                            "card.comments.markdown",
                                            FieldType.MULTILINE_TEXT,
                                            "The note, in Markdown")
                                    .labelled("Note")));

    private static final Map<String, SteeringCard> BY_ID = new HashMap<>();

    static {
        for (SteeringCard card : values()) {
            BY_ID.put(card.id(), card);
            card.definition.formerly().forEach(id -> BY_ID.put(id, card));
        }
    }

    private final CardDefinition definition;

    SteeringCard(CardBuilder declaration) {
        this.definition = declaration.examples(SteeringExamples::of).build(this);
    }

    /** The card of that id, also by an id that it had formerly. */
    public static Optional<SteeringCard> find(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** All that is known of it. */
    public CardDefinition definition() {
        return definition;
    }

    /** Its id. */
    public String id() {
        return definition.id();
    }

    /** Whether an id, also a former one, is that of this card. */
    public boolean is(String id) {
        return BY_ID.get(id) == this;
    }
}
