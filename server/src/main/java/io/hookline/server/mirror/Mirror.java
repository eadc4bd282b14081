package io.hookline.server.mirror;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.template.ApiClient;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps a folder and a server alike. */
public final class Mirror {
    private final ApiClient api;
    private final MirrorFolder folder;

    public Mirror(ApiClient api, Path folder) {
        this.api = api;
        this.folder = new MirrorFolder(folder);
    }

    /**
     * Writes what the server has over the files of the folder.
     *
     * @return how many files there are
     */
    public int pull() {
        SortedMap<String, ObjectNode> files = ServerState.read(api).files();
        folder.write(files);
        return files.size();
    }

    /** What {@link #push} would do. Changes nothing. */
    public Plan plan() {
        return Plan.of(folder.read(), ServerState.read(api).files(), folder.remembered());
    }

    /**
     * Writes the files to the server: all of them, or, when one is refused, none.
     *
     * @param overwrite also what somebody else has changed on the server since the last pull
     */
    public Plan push(boolean overwrite) {
        SortedMap<String, ObjectNode> here = folder.read();
        ServerState state = ServerState.read(api);
        Plan plan = Plan.of(here, state.files(), folder.remembered());
        if (!plan.conflicts().isEmpty() && !overwrite) {
            throw new MirrorRefused(
                    "Since the last pull somebody has changed on the server: %s. Nothing was pushed. Pull into another folder and merge, or push with --overwrite."
                            .formatted(String.join(", ", plan.conflicts())));
        }
        if (plan.isEmpty()) {
            remember(state.files());
            return plan;
        }
        new Push(api, state, here).apply(plan);
        SortedMap<String, ObjectNode> after = ServerState.read(api).files();
        remember(after);
        requireTaken(here, after, plan);
        return plan;
    }

    /** The server may have read a file otherwise than it is written, and nobody would know. */
    private static void requireTaken(
            SortedMap<String, ObjectNode> here, SortedMap<String, ObjectNode> after, Plan plan) {
        SortedMap<String, ObjectNode> pushed = new TreeMap<>(here);
        pushed.keySet()
                .removeIf(file -> !plan.created().contains(file) && !plan.changed().contains(file));
        Plan left = Plan.of(pushed, after, java.util.Optional.empty());
        if (!left.isEmpty()) {
            throw new MirrorRefused(
                    "Pushed, but the server holds some of it otherwise than the files say:\n"
                            + String.join(
                                    "\n",
                                    left.details().stream()
                                            .filter(line -> !line.startsWith("keep "))
                                            .toList())
                            + "\nPull to see what it holds.");
        }
    }

    private void remember(SortedMap<String, ObjectNode> files) {
        try {
            folder.remember(files);
        } catch (IOException e) {
            throw new MirrorRefused("What the server has could not be remembered: " + e);
        }
    }
}
