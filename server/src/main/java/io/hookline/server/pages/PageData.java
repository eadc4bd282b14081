package io.hookline.server.pages;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.lane.LaneStatus;
import io.hookline.server.event.log.EventLog.StoredEvent;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the pages show, in the shapes of the API: without client tokens and other secrets. */
public interface PageData {
    /** While nothing may act: what must be done to go on. */
    Optional<String> lift();

    /** All event hooks, as {@code GET /api/v1/eventHooks} shows them to a reader. */
    List<ObjectNode> hooks();

    /** How the deliveries of a hook stand; empty when it has none. */
    Optional<LaneStatus> lane(String hookId);

    /** All flows, as {@code GET /api/hookline/v1/flows} lists them. */
    List<ObjectNode> flows();

    /**
     * One flow, with its {@code effects}, {@code calls} and {@code calledBy} as the API shows them.
     */
    Optional<ObjectNode> flow(String id);

    /** All connections, as {@code GET /api/hookline/v1/connections} lists them. */
    List<ObjectNode> connections();

    /** One connection. */
    Optional<ObjectNode> connection(String id);

    /** The flows that use a connection, as the API lists them. */
    List<ObjectNode> users(String connection);

    /**
     * Executions, newest first, as {@code GET /api/hookline/v1/executions} lists them: those that
     * no other one called, or the helpers of one.
     */
    List<ObjectNode> executions(ExecutionQuery query);

    /** One execution with its steps. */
    Optional<ObjectNode> execution(UUID id);

    /** The last events of the log, newest first. */
    List<StoredEvent> events(int limit);

    /**
     * Which executions.
     *
     * @param parent only the helpers that this execution called
     * @param path only those that were called at this place
     */
    record ExecutionQuery(Optional<UUID> parent, Optional<String> path, int limit) {
        static ExecutionQuery latest(int limit) {
            return new ExecutionQuery(Optional.empty(), Optional.empty(), limit);
        }
    }
}
