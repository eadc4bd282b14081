package io.hookline.server.http;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Sessions;

import java.util.List;
import java.util.Optional;

/** What every request passes before its route is looked for. */
@FunctionalInterface
public interface RequestFilter {
    /**
     * @throws io.hookline.server.refusal.Refusal or {@link Problem} when the request goes no
     *     further
     */
    Pass pass(Request request);

    /**
     * What was found out about a request that may go on.
     *
     * @param headers added to its answer, be that a refusal
     */
    record Pass(
            Optional<Caller> caller,
            Optional<Sessions.Session> session,
            List<Response.Header> headers) {
        /** Nothing. */
        public static final Pass PLAIN = new Pass(Optional.empty(), Optional.empty(), List.of());

        /** Who calls. */
        public static Pass of(Caller caller) {
            return new Pass(Optional.of(caller), Optional.empty(), List.of());
        }

        public Pass {
            headers = List.copyOf(headers);
        }
    }
}
