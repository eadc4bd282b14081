package io.hookline.server.http;

import io.hookline.server.access.Permission;

/**
 * One address of the API.
 *
 * @param method {@link #ANY} for all of them
 * @param path with parameters in braces, for example {@code /api/hookline/v1/tokens/{id}}
 */
public record Route(String method, String path, Admission admission, Handler handler) {
    /** Stands for every method. */
    public static final String ANY = "*";

    public static Route get(String path, Permission permission, Handler handler) {
        return of("GET", path, permission, handler);
    }

    public static Route post(String path, Permission permission, Handler handler) {
        return of("POST", path, permission, handler);
    }

    public static Route put(String path, Permission permission, Handler handler) {
        return of("PUT", path, permission, handler);
    }

    public static Route delete(String path, Permission permission, Handler handler) {
        return of("DELETE", path, permission, handler);
    }

    /** A route for everybody whom the permission does not describe. */
    public static Route get(String path, Admission admission, Handler handler) {
        return new Route("GET", path, admission, handler);
    }

    /** A route for everybody whom the permission does not describe. */
    public static Route post(String path, Admission admission, Handler handler) {
        return new Route("POST", path, admission, handler);
    }

    /** A route that takes every method. */
    public static Route any(String path, Admission admission, Handler handler) {
        return new Route(ANY, path, admission, handler);
    }

    private static Route of(String method, String path, Permission permission, Handler handler) {
        return new Route(method, path, new Admission.Needs(permission), handler);
    }
}
