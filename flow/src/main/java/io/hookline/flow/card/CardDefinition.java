package io.hookline.flow.card;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * All that is known of one card. The interpreter, the review of flows, the forms of the console and
 * the reference page follow from it.
 *
 * @param id which card it is, for ever
 * @param formerly other ids, found in files
 * @param connector the connector it belongs to; empty when it belongs to the engine
 * @param version what new cards bear as version in their address
 * @param category the heading under which people find it
 * @param title the name people see
 * @param help what it does
 * @param hidden whether only the editor makes such cards
 * @param effect what running it can do to the world
 * @param lesserEffects what it can do at most with certain values of an input
 * @param repeat what a second run does
 * @param connects whether it opens the connection that the flow chose for it
 * @param streams whether it can give what it finds to a helper flow, one by one
 * @param inputs in order
 * @param moreInputs inputs as a flow declares them
 * @param outputs in order
 * @param moreOutputs outputs as a flow declares them
 * @param settings what is kept outside of the inputs; the key says where: {@code flow.…} in the
 *     document of the flow, {@code card.…} in the model of the card
 * @param examples the first also answers for a withheld effect
 * @param body what happens when a flow reaches it
 */
public record CardDefinition(
        String id,
        List<String> formerly,
        Optional<String> connector,
        String version,
        String category,
        String title,
        String help,
        boolean hidden,
        Effect effect,
        List<LesserEffect> lesserEffects,
        Repeat repeat,
        boolean connects,
        boolean streams,
        List<FieldDefinition> inputs,
        List<DynamicFields> moreInputs,
        List<FieldDefinition> outputs,
        List<DynamicFields> moreOutputs,
        List<FieldDefinition> settings,
        List<CardExample> examples,
        CardBody body) {
    /** The group of the options, which stand at the top of a card of a connector. */
    public static final String OPTIONS = "parameters";

    public CardDefinition {
        formerly = List.copyOf(formerly);
        lesserEffects = List.copyOf(lesserEffects);
        inputs = List.copyOf(inputs);
        moreInputs = List.copyOf(moreInputs);
        outputs = List.copyOf(outputs);
        moreOutputs = List.copyOf(moreOutputs);
        settings = List.copyOf(settings);
        examples = List.copyOf(examples);
    }

    /** The same card of another connector. */
    public CardDefinition of(String itsId, String itsName) {
        return new CardDefinition(
                itsId + id.substring(id.indexOf('.')),
                formerly,
                Optional.of(itsId),
                version,
                itsName,
                title,
                help,
                hidden,
                effect,
                lesserEffects,
                repeat,
                connects,
                streams,
                inputs,
                moreInputs,
                outputs,
                moreOutputs,
                settings,
                examples,
                body);
    }

    /** The part of the id before the point: the connector, or a subject of the engine's cards. */
    public String module() {
        return id.substring(0, Math.max(0, id.indexOf('.')));
    }

    /** What a file calls the card. */
    public String address() {
        String name = id.substring(id.indexOf('.') + 1);
        return (connector.isPresent() ? "root:channels:http:" : "root:kernel:")
                + module()
                + ":"
                + version
                + ":"
                + name;
    }

    /**
     * What a run with these inputs can do to the world.
     *
     * @param given the text of an input by group and key, empty text when it is blank; nothing when
     *     it is not known yet
     */
    public Effect effect(BiFunction<String, String, Optional<String>> given) {
        return lesserEffects.stream()
                .filter(lesser ->
                        given.apply(lesser.group(), lesser.key())
                                .map(text -> text.isBlank() ? whenBlank(lesser) : text)
                                .filter(lesser::holds)
                                .filter(text -> !lesser.unless().holds(text, given))
                                .isPresent())
                .findFirst()
                .map(LesserEffect::effect)
                .orElse(effect);
    }

    private String whenBlank(LesserEffect lesser) {
        return inputs.stream()
                .filter(field -> field.is(lesser.group(), lesser.key()))
                .findFirst()
                .flatMap(field -> field.form().whenBlank())
                .orElse("");
    }

    /** The method that runs; empty when the card steers or starts a flow. */
    public Optional<CardMethod> method() {
        return body instanceof CardMethod method ? Optional.of(method) : Optional.empty();
    }

    /** Whether it is made to be the first card of a flow. */
    public boolean starts() {
        return body instanceof CardBody.LogEvent || category.equals(Category.TRIGGERS);
    }

    /** Whether dynamic outputs come from there. */
    public boolean gives(DynamicFields.Source source) {
        return moreOutputs.stream().anyMatch(fields -> fields.source() == source);
    }
}
