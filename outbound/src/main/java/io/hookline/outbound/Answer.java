package io.hookline.outbound;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came back.
 *
 * @param status HTTP status
 * @param body at most as much as was asked for
 * @param truncated whether there was more
 * @param took from the first step to the last byte read
 */
public record Answer(
        int status, List<Request.Header> headers, byte[] body, boolean truncated, Duration took) {
    public Answer {
        headers = List.copyOf(headers);
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The first header of that name, in any case. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Request.Header::value)
                .findFirst();
    }
}
