package io.hookline.connectors.files;

import java.util.List;
import java.util.Optional;

/**
 * How the choices of an input are loaded.
 *
 * @param requests the first one that fits is made
 * @param items where the choices are in the answer
 * @param value of a choice, what the input takes
 * @param label of a choice, what people see
 */
record LoadSpec(
        List<RequestSpec> requests,
        AnswerPath items,
        AnswerPath value,
        AnswerPath label,
        Optional<Paging.Parameter> size,
        int pageSize,
        Paging paging) {
    LoadSpec {
        requests = List.copyOf(requests);
    }
}
