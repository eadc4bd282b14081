package io.hookline.flow.card;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Writes a {@link CardDefinition} down as data, for cards that are no annotated methods. */
public final class CardBuilder {
    private static final String KERNEL_VERSION = "0.0.1";

    private final String id;
    private final String title;
    private final String help;
    private List<String> formerly = List.of();
    private Optional<String> connector = Optional.empty();
    private String version = KERNEL_VERSION;
    private String category = Category.OTHER;
    private boolean hidden;
    private Effect effect = Effect.NONE;
    private List<LesserEffect> lesserEffects = List.of();
    private Repeat repeat = Repeat.HARMLESS;
    private boolean connects;
    private boolean streams;
    private final List<FieldDefinition> inputs = new ArrayList<>();
    private final List<DynamicFields> moreInputs = new ArrayList<>();
    private final List<FieldDefinition> outputs = new ArrayList<>();
    private final List<DynamicFields> moreOutputs = new ArrayList<>();
    private final List<FieldDefinition> settings = new ArrayList<>();
    private List<CardExample> examples = List.of();

    private CardBuilder(String id, String title, String help) {
        this.id = id;
        this.title = title;
        this.help = help;
    }

    /** Begins a card that is pure, has no fields and belongs to the engine. */
    public static CardBuilder card(String id, String title, String help) {
        return new CardBuilder(id, title, help);
    }

    public CardBuilder formerly(List<String> ids) {
        formerly = ids;
        return this;
    }

    /** The card belongs to a connector, under whose name people find it. */
    public CardBuilder connector(String itsId, String itsVersion, String name) {
        connector = Optional.of(itsId);
        version = itsVersion;
        category = name;
        return this;
    }

    public CardBuilder category(String name) {
        category = name;
        return this;
    }

    /** Only the editor makes such cards. */
    public CardBuilder hidden() {
        hidden = true;
        return this;
    }

    /** What running it can do to the world, and what a second run does. */
    public CardBuilder effect(Effect what, Repeat again) {
        effect = what;
        repeat = again;
        return this;
    }

    /** What it can do at most with certain values of an input. */
    public CardBuilder lesserEffects(List<LesserEffect> given) {
        lesserEffects = given;
        return this;
    }

    /** The card opens the connection that the flow chose for it. */
    public CardBuilder connects(boolean does) {
        connects = does;
        return this;
    }

    /** Whether it can give what it finds to a helper flow, one by one. */
    public CardBuilder streams(boolean can) {
        streams = can;
        return this;
    }

    public CardBuilder in(FieldDefinition... fields) {
        inputs.addAll(List.of(fields));
        return this;
    }

    public CardBuilder in(DynamicFields fields) {
        moreInputs.add(fields);
        return this;
    }

    public CardBuilder out(FieldDefinition... fields) {
        outputs.addAll(List.of(fields));
        return this;
    }

    public CardBuilder out(DynamicFields fields) {
        moreOutputs.add(fields);
        return this;
    }

    /** What is kept outside of the inputs; see {@link CardDefinition#settings}. */
    public CardBuilder settings(FieldDefinition... fields) {
        settings.addAll(List.of(fields));
        return this;
    }

    /** The first also answers for a withheld effect. */
    public CardBuilder examples(List<CardExample> given) {
        examples = given;
        return this;
    }

    /** Those that are kept for the id of the card. */
    CardBuilder examples(Function<String, List<CardExample>> kept) {
        return examples(kept.apply(id));
    }

    /** The card, which runs like that. Fields of a group that streams belong to the engine. */
    public CardDefinition build(DeclaredRun run) {
        CardMethod method = DeclaredCard.method(inputs, moreInputs, outputs, moreOutputs, run);
        if (streams) {
            in(CardMethodReader.STATE);
        }
        return build(method);
    }

    public CardDefinition build(CardBody body) {
        return new CardDefinition(
                id,
                formerly,
                connector,
                version,
                category,
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
}
