package io.hookline.server.retention.http;

import io.hookline.server.http.Route;
import io.hookline.server.retention.Retention;

import java.util.List;
import java.util.stream.Stream;

/** All routes of what is kept and what takes the room. */
public final class RetentionRoutes {
    private RetentionRoutes() {}

    public static List<Route> of(Retention retention) {
        return Stream.of(
                        new RetentionApi(retention).routes(),
                        new StorageApi(retention.storage()).routes())
                .flatMap(List::stream)
                .toList();
    }
}
