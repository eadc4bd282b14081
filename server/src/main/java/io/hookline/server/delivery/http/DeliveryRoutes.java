package io.hookline.server.delivery.http;

import io.hookline.server.delivery.Deliveries;
import io.hookline.server.delivery.preview.PreviewEvents;
import io.hookline.server.hook.health.HookCheckup;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Route;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** All addresses for deliveries. */
public final class DeliveryRoutes {
    private DeliveryRoutes() {}

    /**
     * @param events that can be previewed
     */
    public static List<Route> of(
            Deliveries deliveries,
            Hooks hooks,
            HookCheckup checkup,
            PreviewEvents events,
            InstantSource clock) {
        return Stream.of(
                        new LaneApi(deliveries.control(), checkup).routes(),
                        new DeliveryApi(deliveries.records(), deliveries.redeliveries()).routes(),
                        new ReplayApi(deliveries.replays(), clock).routes(),
                        new PreviewApi(hooks, events, deliveries.previewer()).routes())
                .flatMap(List::stream)
                .toList();
    }
}
