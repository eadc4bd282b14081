package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Sessions;
import io.hookline.server.memory.AnswerMemory;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.url.QueryString;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A request to one of our routes. Its body can be read once. */
public interface Request {
    /** How many bytes a body may have when its route says nothing else. */
    int USUAL_MAX_BODY = 64 * 1024;

    /** In capitals. */
    String method();

    /** Decoded, without the query. */
    String path();

    /** The value of a parameter of the route's path, decoded. */
    String path(String parameter);

    /** The host, with its port if it was sent, that the request is meant for. */
    String authority();

    /** The query exactly as it was sent; empty when there is none. */
    String rawQuery();

    /** The first value of that header. */
    Optional<String> header(String name);

    /**
     * All headers: names in lower case, several values joined by commas. Without those about an
     * encoding that {@link #body} undoes.
     */
    Map<String, String> headers();

    Optional<String> cookie(String name);

    /** Who calls, as far as credentials prove it. */
    Optional<Caller> knownCaller();

    /** The session of a signed-in browser. */
    Optional<Sessions.Session> session();

    /** Where the request came from: the peer, or what trusted proxies say of it. */
    String clientAddress();

    /** An address of ours as callers reach it, for links. */
    URI url(String path);

    /**
     * The whole body, expanded when it is encoded by gzip or deflate.
     *
     * @param max in bytes, before and after
     * @throws Problem when it is encoded otherwise
     * @throws Refusal.TooLarge when it has more
     * @throws Refusal.Busy when bodies of other requests take all the room for them
     */
    byte[] body(int max);

    /**
     * The whole body, to be read as one document, with room in memory for what it becomes.
     *
     * @param max in bytes
     * @throws Refusal.TooLarge when it has more, or would take more memory than there ever is
     * @throws Refusal.Busy when there is no room now
     */
    byte[] document(int max);

    /**
     * Takes room in memory for working on the body, or all there is for that.
     *
     * @param bytes that it takes beside the body
     * @throws Refusal.Busy when there is none now
     */
    void work(long bytes);

    /** Gives back the room for working on the body; the request may go on for long. */
    void workDone();

    /**
     * Waits for room in memory to make a large answer, before anything of it is read.
     *
     * @param bytes that making it takes at most
     * @throws Refusal.Busy when there is none now
     */
    void makes(long bytes);

    /** Uses room in memory that was taken for the answer of this request already. */
    void takesOver(AnswerMemory.Share room);

    /** Whether the caller has ended its side of the connection, as far as that can be seen. */
    boolean isLeft();

    /**
     * Who calls.
     *
     * @throws Refusal.Unauthenticated when nothing proves it
     */
    default Caller caller() {
        return knownCaller().orElseThrow(Caller::noCredentials);
    }

    default QueryString queryString() {
        return QueryString.parse(rawQuery());
    }

    /** Reads the parameters of the query. */
    default Query query() {
        return new Query(queryString());
    }

    /** The part of a list that is asked for. */
    default Page page() {
        return Page.of(query());
    }

    /** The type of the body; empty when it is missing or not well-formed. */
    default Optional<MediaType> mediaType() {
        return header("Content-Type").flatMap(MediaType::parse);
    }

    /**
     * The body as a JSON document.
     *
     * @throws Refusal.Malformed with line and column when it is none
     */
    default JsonNode json(int max) {
        return Bodies.parse(document(max));
    }

    /** The body as a JSON object of the usual size; an empty body is an empty object. */
    default Body object() {
        return object(USUAL_MAX_BODY);
    }

    /** The body as a JSON object; an empty body is an empty object. */
    default Body object(int max) {
        return Body.of(Bodies.objectOf(document(max)));
    }
}
