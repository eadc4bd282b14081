package io.hookline.connectors.files;

import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueType;

import java.util.List;

/** When one of several requests is the right one. */
sealed interface Condition {
    boolean holds(GivenInputs inputs);

    /** An input is one of these texts. */
    record Is(InputSpec input, List<String> texts) implements Condition {
        public Is {
            texts = List.copyOf(texts);
        }

        @Override
        public boolean holds(GivenInputs inputs) {
            // what is no choice is an error, and not just another case
            if (input.value(inputs).isEmpty()) {
                return texts.stream().anyMatch(String::isEmpty);
            }
            String text =
                    inputs.value(input.field().group(), input.field().key())
                            .map(value -> Conversion.convert(value, ValueType.TEXT).asText())
                            .filter(given -> !given.isBlank())
                            .or(() -> input.field().form().whenBlank())
                            .orElse("")
                            .strip();
            return texts.stream().anyMatch(text::equalsIgnoreCase);
        }
    }

    /** An input is given, or not. */
    record Given(InputSpec input, boolean given) implements Condition {
        @Override
        public boolean holds(GivenInputs inputs) {
            return input.value(inputs).isPresent() == given;
        }
    }
}
