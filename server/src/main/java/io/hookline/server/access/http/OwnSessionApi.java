package io.hookline.server.access.http;

import io.hookline.server.access.Sessions;
import io.hookline.server.access.Users;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.refusal.Refusal;

import java.util.List;

/** {@code /api/hookline/v1/sessions}: where the person who asks is signed in. */
public final class OwnSessionApi {
    private static final String PATH = "/api/hookline/v1/sessions";

    private final Sessions sessions;
    private final Users users;

    public OwnSessionApi(Sessions sessions, Users users) {
        this.sessions = sessions;
        this.users = users;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, new Admission.AnyCaller(), this::list),
                new Route("DELETE", PATH + "/{id}", new Admission.AnyCaller(), this::end));
    }

    private Response list(Request request) {
        Sessions.Session session = own(request);
        return SessionJson.list(sessions.list(session.account().id()), session.id());
    }

    private Response end(Request request) {
        String account = own(request).account().id();
        sessions.end(request.caller(), users.get(account), request.path("id"));
        return Response.empty();
    }

    private static Sessions.Session own(Request request) {
        return request.session()
                .orElseThrow(() ->
                        new Refusal.Conflict(
                                "No session",
                                "The request bears a token and no session: a token is signed in"
                                        + " nowhere."));
    }
}
