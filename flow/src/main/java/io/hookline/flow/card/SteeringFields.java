package io.hookline.flow.card;

import static io.hookline.flow.card.FieldDefinition.of;

import io.hookline.flow.card.DynamicFields.Source;
import io.hookline.flow.value.Comparison;

import java.util.List;

/** Fields that several cards that steer have in common. */
final class SteeringFields {
    static final FieldDefinition LEFT =
            of("left-operand", FieldType.ANY, "What is compared").labelled("value a");
    static final FieldDefinition OPERATOR =
            of("operator", FieldType.COMPARISON, "How it is compared")
                    .labelled("comparison")
                    .whenBlank(Comparison.EQUAL.word());
    static final FieldDefinition RIGHT =
            of("right-operand", FieldType.ANY, "What it is compared with").labelled("value b");

    static final FieldDefinition CODE =
            of("statusCode", FieldType.INTEGER, "The status; 0 is 200 too").whenBlank("200");
    static final FieldDefinition HEADERS = of("headers", FieldType.OBJECT, "Headers by name");
    static final FieldDefinition RAW_BODY =
            of("body", FieldType.MULTILINE_TEXT, "The body, sent as it is");
    static final FieldDefinition ERROR_CODE =
            of(
                            "statusCode",
                            FieldType.INTEGER,
                            "The status that an API caller is answered with; 0 is 500 too")
                    .whenBlank("500");
    static final FieldDefinition ERROR_MESSAGE = of("message", FieldType.TEXT, "What went wrong");

    static final FieldDefinition HELPER =
            of("flo", FieldType.FLOW, "The helper flow that runs").labelled("Helper Flow").needed();
    static final FieldDefinition SOME_AT_A_TIME =
            of("concurrency", FieldType.INTEGER, "How many run at a time, 1 to 200").whenBlank("1");
    static final FieldDefinition CONCURRENCY = SOME_AT_A_TIME.needed();
    static final FieldDefinition OBJECT = of("object", FieldType.OBJECT, "The object").needed();
    static final FieldDefinition LIST = of("list", FieldType.ANY, "The list").listed().needed();
    static final FieldDefinition NEW_LIST =
            of("new list", FieldType.ANY, "What the helpers returned").listed();
    static final DynamicFields ITEM_INPUTS =
            DynamicFields.from(
                    Source.HELPER_INPUTS,
                    "",
                    "What the helper takes: the item, a part of it, or the same for all.");

    static final FieldDefinition EXECUTION =
            of("execution_id", FieldType.TEXT, "The id of the execution")
                    .labelled("Execution ID")
                    .in("context");

    /** What the engine passes to a helper, a scheduled flow or a block. */
    static final List<FieldDefinition> CONTEXT =
            List.of(
                    of("index", FieldType.INTEGER, "Which round of a loop this is, from 0")
                            .in("context"),
                    of("parent", FieldType.OBJECT, "Who called: flow, card and execution")
                            .labelled("Caller")
                            .in("context"),
                    of("error", FieldType.OBJECT, "The error that the flow or block handles")
                            .in("context"),
                    EXECUTION,
                    of("execution_time", FieldType.TEXT, "When the schedule started the flow")
                            .labelled("Current Time")
                            .in("context"));

    static final DynamicFields SAME_AS_INPUTS =
            DynamicFields.from(Source.SAME_AS_INPUTS, "*", "The inputs once more.");
    static final DynamicFields CAPTURED =
            DynamicFields.from(
                    Source.CAPTURED_VALUES, "context", "Values from outside that a block uses.");
    static final DynamicFields BLOCK_OUTPUTS =
            DynamicFields.from(Source.BLOCK_OUTPUTS, "", "What the block that ran last returned.");
    static final DynamicFields RESUMED =
            DynamicFields.from(
                    Source.AUTHOR_DEFINED,
                    "*",
                    "Read from the call that resumes: from its body, query or headers by the group;"
                            + " without a group from the body, then the query.");

    private SteeringFields() {}

    /** A flow inside of the card. */
    static FieldDefinition block(String group, String help) {
        return of("flo", FieldType.BLOCK, help).labelled("Block").in(group).needed();
    }
}
