package io.hookline.server.http;

/** Answers the requests of a route. */
@FunctionalInterface
public interface Handler {
    /**
     * @throws io.hookline.server.refusal.Refusal when it does not do what was asked
     */
    Response handle(Request request);
}
