package io.hookline.server.http;

import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.hookline.server.store.DiskSpace;
import io.hookline.server.store.StoreBusy;

/** Refuses events and invocations with 503 while the disk is nearly full. */
public final class LowDisk implements Filter {
    private final DiskSpace space;

    public LowDisk(DiskSpace space) {
        this.space = space;
    }

    /**
     * @throws StoreBusy while there is too little room
     */
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String path = request.path().path();
        boolean ingest = path.equals("/api/v1/logs") && request.prologue().method() == Method.POST;
        if (ingest || path.startsWith("/api/flo/") || path.startsWith("/api/receive/")) {
            space.requireRoom();
        }
        chain.proceed();
    }
}
