package io.hookline.connectors.files;

import java.util.Map;
import java.util.Optional;

/**
 * How the fields of a group are loaded from the service.
 *
 * @param list the request and its pages; {@code value} is the key of a field, {@code label} what
 *     people call it
 * @param type the service's word for the type of a field; a text when there is none
 * @param types what its words mean
 * @param needed true of fields that must not be blank
 * @param match values at places of the fields that are meant
 * @param sent what stands for the key in requests and answers; empty when the key itself does
 * @param numbered whether the key begins with the number of the field, counted from 0
 */
record FieldLoad(
        LoadSpec list,
        Optional<AnswerPath> type,
        Map<String, FieldWord> types,
        Optional<AnswerPath> needed,
        Template.Members match,
        Optional<AnswerPath> sent,
        boolean numbered) {
    FieldLoad {
        types = Map.copyOf(types);
    }
}
