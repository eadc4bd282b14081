package io.hookline.server.studio.http;

import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.studio.flow.FlowRow;

import java.util.Optional;

/**
 * The revision of a flow, or the version of a row, as the headers {@code ETag} and {@code If-Match}
 * carry it.
 */
final class Revision {
    /** No flow has it. */
    private static final int OTHER = -1;

    private Revision() {}

    static Response header(Response response, FlowRow flow) {
        return response.header("ETag", tag(flow.revision()));
    }

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** The version that {@code If-Match} asks for; without the header any. */
    static Optional<Long> expectedVersion(Request request) {
        return expected(request).map(Integer::longValue);
    }

    /** The revision that {@code If-Match} asks for; without the header the save overwrites. */
    static Optional<Integer> expected(Request request) {
        return request.header("If-Match")
                .map(String::strip)
                .filter(tag -> !tag.equals("*"))
                .map(tag ->
                        tag.matches("\"\\d{1,9}\"")
                                ? Integer.parseInt(tag.substring(1, tag.length() - 1))
                                : OTHER);
    }
}
