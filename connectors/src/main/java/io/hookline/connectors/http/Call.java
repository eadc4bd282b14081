package io.hookline.connectors.http;

import io.hookline.flow.card.Connection;
import io.hookline.outbound.Request;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One call to the system behind a connection.
 *
 * @param system what people call it, for example {@code Slack}
 * @param connection whose credentials go with it
 * @param origin the only scheme, host and port that they go to
 * @param method for example {@code POST}
 * @param uri where to
 * @param headers apart from credentials
 * @param body empty array for none
 * @param maxAnswer how many bytes of the answer are read; the rest is dropped and marked
 * @param tokens where a token of the connection stands
 * @param secretAddress whether the address is a secret, so that no message may hold its path
 * @param signature signs the request with the key of the connection; empty where that is sent
 */
public record Call(
        String system,
        Connection connection,
        URI origin,
        String method,
        URI uri,
        List<Request.Header> headers,
        byte[] body,
        int maxAnswer,
        TokenPlace tokens,
        boolean secretAddress,
        Optional<AwsSignature> signature) {
    private static final int USUAL = 4 * 1024 * 1024;

    /**
     * Where a token of a connection stands in a request.
     *
     * @param header for example {@code Authorization}
     * @param scheme the word before it; empty for none
     */
    public record TokenPlace(String header, String scheme) {
        static final TokenPlace USUAL = new TokenPlace("Authorization", "Bearer");

        String value(String token) {
            return scheme.isEmpty() ? token : scheme + " " + token;
        }
    }

    public Call {
        headers = List.copyOf(headers);
    }

    /** A call whose answer is short. */
    public Call(
            String system,
            Connection connection,
            URI origin,
            String method,
            URI uri,
            List<Request.Header> headers,
            byte[] body) {
        this(
                system,
                connection,
                origin,
                method,
                uri,
                headers,
                body,
                USUAL,
                TokenPlace.USUAL,
                false,
                Optional.empty());
    }

    /** The same call to another address. */
    public Call at(URI other) {
        return new Call(
                system,
                connection,
                origin,
                method,
                other,
                headers,
                body,
                maxAnswer,
                tokens,
                secretAddress,
                signature);
    }

    /** The same call, of whose answer that much is read. */
    public Call answeredWithin(int bytes) {
        return new Call(
                system,
                connection,
                origin,
                method,
                uri,
                headers,
                body,
                bytes,
                tokens,
                secretAddress,
                signature);
    }

    /** The same call, where a token of the connection follows another word. */
    public Call withTokenAs(String scheme) {
        return withTokenIn(new TokenPlace("Authorization", scheme));
    }

    /** The same call, where a token of the connection stands elsewhere. */
    public Call withTokenIn(TokenPlace place) {
        return new Call(
                system,
                connection,
                origin,
                method,
                uri,
                headers,
                body,
                maxAnswer,
                place,
                secretAddress,
                signature);
    }

    /** The same call, of whose address messages show the origin only. */
    public Call toSecretAddress() {
        return new Call(
                system,
                connection,
                origin,
                method,
                uri,
                headers,
                body,
                maxAnswer,
                tokens,
                true,
                signature);
    }

    /** The same call, signed with the key of the connection, which is not sent. */
    public Call signedBy(AwsSignature by) {
        return new Call(
                system,
                connection,
                origin,
                method,
                uri,
                headers,
                body,
                maxAnswer,
                tokens,
                secretAddress,
                Optional.of(by));
    }

    /** What messages show of the address. */
    String shownPath() {
        return secretAddress ? "/***" : uri.getPath();
    }
}
