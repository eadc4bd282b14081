package io.hookline.connectors.files;

import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.LesserEffect;
import io.hookline.flow.card.Repeat;

import java.util.List;
import java.util.Optional;

/**
 * An action of a connector file.
 *
 * @param name the second part of the id of its card
 * @param place where it stands in the file
 * @param first requests before the one that counts, in order
 * @param requests the first one that fits is made; none for an action that calls nobody
 * @param answered as what the answer is read
 * @param touches whom it touches, where its path does not say so
 * @param each the list for whose items the request is repeated
 * @param added outputs that the author of a flow names, by where they come from
 */
record ActionSpec(
        String name,
        Place place,
        String title,
        String help,
        List<String> formerly,
        Effect effect,
        List<LesserEffect> lesser,
        Repeat repeat,
        List<InputSpec> inputs,
        List<AddedFields> moreInputs,
        List<Step> first,
        List<RequestSpec> requests,
        Answered answered,
        List<IdentitySpec.Target> touches,
        Optional<Expression> each,
        Optional<ListSpec> list,
        List<OutputSpec> outputs,
        List<Added> added,
        List<CardExample> examples) {
    ActionSpec {
        formerly = List.copyOf(formerly);
        lesser = List.copyOf(lesser);
        inputs = List.copyOf(inputs);
        moreInputs = List.copyOf(moreInputs);
        first = List.copyOf(first);
        requests = List.copyOf(requests);
        touches = List.copyOf(touches);
        outputs = List.copyOf(outputs);
        added = List.copyOf(added);
        examples = List.copyOf(examples);
    }

    /** As what the answer of the request that counts is read. */
    enum Answered {
        /** JSON; what is none is a text. */
        JSON,
        /** XML as an object, its root element under its name. */
        XML,
        /** A file with the name and type that the answer says. */
        FILE
    }

    /**
     * A request before the one that counts.
     *
     * @param missing whether it is fine that what it asks for is not there
     * @param pick the record of a list that is meant, instead of the whole answer
     */
    record Step(String name, List<RequestSpec> requests, boolean missing, Optional<Pick> pick) {
        Step {
            requests = List.copyOf(requests);
        }
    }

    /** The first record of a list with these values at places in it. */
    record Pick(AnswerPath items, Template.Members match) {}

    /** Outputs of a group that the author of a flow names by their keys in the answer. */
    record Added(AddedFields fields, AnswerPath from) {}
}
