package io.hookline.server.execution.http;

import io.hookline.server.execution.Executions;
import io.hookline.server.execution.Halt;
import io.hookline.server.execution.history.FlowRetention;
import io.hookline.server.execution.history.HistoryClearing;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.http.Route;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All routes of executions. */
public final class ExecutionRoutes {
    private ExecutionRoutes() {}

    /**
     * @param historyKept how long executions are kept when their flow says nothing else
     */
    public static List<Route> of(
            Executions executions, Halt halt, Facilities facilities, Duration historyKept) {
        FlowRetention retention = new FlowRetention(facilities.database());
        return Stream.of(
                        new ExecutionApi(executions).routes(),
                        new ConcurrencyApi(executions).routes(),
                        new FlowRetentionApi(retention, historyKept).routes(),
                        new HistoryClearingApi(new HistoryClearing(facilities)).routes(),
                        new HaltApi(halt, executions).routes())
                .flatMap(List::stream)
                .toList();
    }
}
