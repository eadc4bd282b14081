package io.hookline.server.activity.http;

import io.hookline.server.activity.Activity;
import io.hookline.server.activity.Consequences;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Route;
import io.hookline.server.studio.Studio;
import io.hookline.server.studio.flow.PublishedFlow;

import java.util.List;
import java.util.stream.Stream;

/** All addresses for what happened. */
public final class ActivityRoutes {
    private ActivityRoutes() {}

    public static List<Route> of(
            Activity activity, Hooks hooks, Consequences consequences, Studio studio) {
        return Stream.of(
                        new ActivityApi(
                                        activity,
                                        hooks,
                                        id -> studio.flows().byId(id).map(PublishedFlow::name))
                                .routes(),
                        new ConsequencesApi(consequences).routes())
                .flatMap(List::stream)
                .toList();
    }
}
