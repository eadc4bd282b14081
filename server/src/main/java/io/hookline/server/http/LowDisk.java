package io.hookline.server.http;

import io.hookline.server.store.DiskSpace;

/** Refuses events and invocations while the disk is nearly full. */
public final class LowDisk implements RequestFilter {
    private final DiskSpace space;

    public LowDisk(DiskSpace space) {
        this.space = space;
    }

    /**
     * @throws io.hookline.server.store.StoreBusy while there is too little room
     */
    @Override
    public Pass pass(Request request) {
        String path = request.path();
        boolean ingest = path.equals("/api/v1/logs") && request.method().equals("POST");
        if (ingest || path.startsWith("/api/flo/") || path.startsWith("/api/receive/")) {
            space.requireRoom();
        }
        return Pass.PLAIN;
    }
}
