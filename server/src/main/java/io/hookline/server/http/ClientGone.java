package io.hookline.server.http;

/** The connection ended before the request was read or answered: nobody is left to answer. */
public final class ClientGone extends RuntimeException {
    /** Without a stack trace: it would say where our code waited, which is no news. */
    public ClientGone(Throwable cause) {
        super("The client ended the connection.", cause, false, false);
    }
}
