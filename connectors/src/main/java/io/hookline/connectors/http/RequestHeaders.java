package io.hookline.connectors.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Request.Header;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The headers of a request as the author of a flow wrote them. */
public record RequestHeaders(List<Header> lines) {
    /**
     * What the sender says itself. People copy these from other tools with the rest, where they
     * were true; a host of one's own is refused instead, because it would change who answers.
     */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "accept-encoding",
                    "connection",
                    "content-length",
                    "expect",
                    "keep-alive",
                    "transfer-encoding");

    public RequestHeaders {
        lines = List.copyOf(lines);
    }

    public static RequestHeaders of(Optional<ObjectNode> given) {
        List<Header> lines = new ArrayList<>();
        given.ifPresent(headers ->
                headers.properties()
                        .forEach(header -> {
                            String name = header.getKey().strip();
                            if (!LEFT_OUT.contains(name.toLowerCase(Locale.ROOT))) {
                                RequestAddress.values(header.getValue())
                                        .forEach(value ->
                                                lines.add(new Header(name, value.strip())));
                            }
                        }));
        return new RequestHeaders(lines);
    }

    public Optional<String> find(String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** With that line instead of those of its name. */
    public RequestHeaders with(String name, String value) {
        List<Header> others = new ArrayList<>(lines);
        others.removeIf(line -> line.name().equalsIgnoreCase(name));
        others.add(new Header(name, value));
        return new RequestHeaders(others);
    }

    /** With that line, unless one of its name is there. */
    public RequestHeaders orElse(String name, String value) {
        return find(name).isPresent() ? this : with(name, value);
    }
}
