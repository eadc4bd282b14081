package io.hookline.server.execution.http;

import io.hookline.server.event.LogSettings;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.Halt;
import io.hookline.server.execution.history.FlowRetention;
import io.hookline.server.execution.history.HistoryClearing;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.http.Route;

import java.util.List;
import java.util.stream.Stream;

/** All routes of executions. */
public final class ExecutionRoutes {
    private ExecutionRoutes() {}

    /**
     * @param settings how long executions are kept when their flow says nothing else
     * @param events what an event of the log would start a flow with
     */
    public static List<Route> of(
            Executions executions,
            Halt halt,
            Facilities facilities,
            LogSettings settings,
            EventPayloads events) {
        FlowRetention retention = new FlowRetention(facilities.database());
        return Stream.of(
                        new ExecutionApi(executions, events).routes(),
                        new ConcurrencyApi(executions).routes(),
                        new FlowRetentionApi(retention, settings.historyKept()).routes(),
                        new HistoryClearingApi(new HistoryClearing(facilities)).routes(),
                        new ApprovalApi(executions.approvals()).routes(),
                        new HaltApi(halt, executions).routes())
                .flatMap(List::stream)
                .toList();
    }
}
