package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.util.Optional;

/** {@code /api/hookline/v1/flows/{id}/history}: for how long a flow's executions are kept. */
public final class KeepingApi implements HttpService {
    private static final String PATH = "/api/hookline/v1/flows/{id}/history";
    private static final int MAX_BODY = 4_096;
    private static final int MOST_DAYS = 36_500;

    private final Database database;
    private final Duration usual;

    /**
     * @param usual how long executions are kept when their flow says nothing else
     */
    public KeepingApi(Database database, Duration usual) {
        this.database = database;
        this.usual = usual;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::get).put(PATH, this::put);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        String flow = request.path().pathParameters().get("id");
        Bodies.send(response, 200, json(database.read(tx -> find(tx, flow))));
    }

    private void put(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_FLOWS);
        String flow = request.path().pathParameters().get("id");
        Optional<Integer> days = days(Bodies.object(request, MAX_BODY).path("keepDays"));
        database.write(transaction -> {
            find(transaction, flow);
            transaction.jdbi().execute("DELETE FROM execution_keeping WHERE flow_id = ?", flow);
            days.ifPresent(kept ->
                    transaction
                            .jdbi()
                            .execute(
                                    "INSERT INTO execution_keeping (flow_id, days) VALUES"
                                            + " (?, ?)",
                                    flow,
                                    kept));
            return days;
        });
        Bodies.send(response, 200, json(days));
    }

    private static Optional<Integer> days(JsonNode sent) {
        if (sent.isNull()) {
            return Optional.empty();
        }
        if (!sent.isIntegralNumber()
                || !sent.canConvertToInt()
                || sent.intValue() < 1
                || sent.intValue() > MOST_DAYS) {
            throw Problem.badRequest(
                    "keepDays must be a whole number from 1 to %,d, or null for the usual time."
                            .formatted(MOST_DAYS));
        }
        return Optional.of(sent.intValue());
    }

    private static Optional<Integer> find(Transaction transaction, String flow) {
        return transaction
                .jdbi()
                .createQuery(
                        "SELECT k.days FROM flow f LEFT JOIN execution_keeping k ON k.flow_id ="
                                + " f.id WHERE f.id = ? AND f.deleted IS NULL")
                .bind(0, flow)
                .map((row, context) -> {
                    int days = row.getInt(1);
                    return row.wasNull() ? Optional.<Integer>empty() : Optional.of(days);
                })
                .findOne()
                .orElseThrow(() -> Problem.notFound("flow", flow));
    }

    private ObjectNode json(Optional<Integer> days) {
        return Json.object().put("keepDays", days.orElse(null)).put("usualDays", usual.toDays());
    }
}
