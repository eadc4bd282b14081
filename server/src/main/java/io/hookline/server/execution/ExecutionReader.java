package io.hookline.server.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Executions as the API shows them, for pages of our own. */
public final class ExecutionReader {
    private final History history;

    public ExecutionReader(Executions executions) {
        this.history = new History(executions);
    }

    /**
     * The newest executions, without their steps.
     *
     * @param parent only the helpers that this execution called
     * @param path only those that the card at this place called
     */
    public List<ObjectNode> latest(Optional<UUID> parent, Optional<String> path, int limit) {
        ExecutionFilter filter =
                new ExecutionFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        parent,
                        path,
                        Optional.empty(),
                        limit);
        return history.page(filter).found().stream().map(ExecutionJson::summary).toList();
    }

    /** One execution with its steps. */
    public Optional<ObjectNode> find(UUID id) {
        return history.find(id).map(found -> ExecutionJson.whole(found, history.steps(found)));
    }
}
