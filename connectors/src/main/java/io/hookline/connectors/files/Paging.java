package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.rest.RestReply;

import java.util.Optional;

/** How an API says where the rest of a list is. */
sealed interface Paging {
    /** It answers all at once. */
    record None() implements Paging {}

    /** In the header {@code Link}, with the relation {@code next} (RFC 8288). */
    record Link() implements Paging {}

    /** As an address in the body. */
    record Next(AnswerPath address) implements Paging {}

    /** As a text in the body, with which the same request is made again. */
    record Cursor(AnswerPath cursor, Parameter parameter, End end) implements Paging {}

    /** Not at all: the same request is made again from the record after the last one. */
    record Offset(Parameter parameter, End end) implements Paging {}

    /** Not at all: the same request is made again for the next page. */
    record Page(Parameter parameter, int first, End end) implements Paging {}

    /**
     * A parameter of the request.
     *
     * @param inBody whether it is a member of the JSON body instead of one of the query
     */
    record Parameter(String name, boolean inBody) {}

    /**
     * What says that a page is the last one, beside that it is empty.
     *
     * @param last true on the last page
     * @param more false on the last page
     * @param total how many records there are in all
     */
    record End(Optional<AnswerPath> last, Optional<AnswerPath> more, Optional<AnswerPath> total) {
        boolean isAt(RestReply reply, int records, long seen) {
            return records == 0 || saysSo(reply, seen);
        }

        /** Whether the answer says so; a page of a search may be empty and not the last one. */
        boolean saysSo(RestReply reply, long seen) {
            return last.filter(path -> path.of(reply).asBoolean()).isPresent()
                    || more.filter(path -> !path.of(reply).asBoolean()).isPresent()
                    || total.map(path -> path.of(reply))
                            .filter(JsonNode::isNumber)
                            .filter(number -> number.asLong() <= seen)
                            .isPresent();
        }
    }
}
