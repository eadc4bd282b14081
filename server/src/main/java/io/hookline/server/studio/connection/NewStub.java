package io.hookline.server.studio.connection;

import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.Stub;

import java.util.Optional;

/**
 * An empty connection of an import, with everything that takes time already done.
 *
 * @param document the file's entry, as it is stored; empty when the file does not list it
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewStub(Stub stub, Optional<byte[]> document) {
    public static NewStub of(Stub stub) {
        return new NewStub(
                stub,
                stub.origin() instanceof Stub.Origin.Listed listed
                        ? Optional.of(Flopack.bytes(listed.config()))
                        : Optional.empty());
    }
}
