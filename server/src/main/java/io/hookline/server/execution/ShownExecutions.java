package io.hookline.server.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Executions as the API shows them, for those who read them inside the server. */
public final class ShownExecutions {
    private final History history;

    public ShownExecutions(Executions executions) {
        history = new History(executions);
    }

    /**
     * The newest executions.
     *
     * @param parent only the helpers that this execution called
     * @param path only those that were called at this place of it
     */
    public List<ObjectNode> newest(Optional<UUID> parent, Optional<String> path, int limit) {
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

    /** An execution with its steps. */
    public Optional<ObjectNode> find(UUID id) {
        return history.find(id).map(found -> ExecutionJson.whole(found, history.steps(found)));
    }
}
