package io.hookline.server.execution.run;

import io.hookline.flow.card.Connection;
import io.hookline.server.execution.chain.ChainEnded;
import io.hookline.server.execution.guard.GuardRails;
import io.hookline.server.execution.model.Head;
import io.hookline.server.store.Transaction;

import java.util.function.Consumer;

/** Where it is reported what people must know beside how an execution ended. */
public interface RunReports {
    /** Takes a connection whose credentials were refused. */
    void refused(Connection connection);

    /** The chain of executions that start each other has come to a limit. */
    void ended(ChainEnded end);

    /** A card would have touched somebody whom its connection protects. */
    void refused(Head by, Connection connection, String entry);

    /** A guard rail stopped a card, and perhaps switched its flow to observing. */
    Consumer<Transaction> stopped(Head by, GuardRails.Stop stop, boolean switched);
}
