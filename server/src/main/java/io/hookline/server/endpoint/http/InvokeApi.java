package io.hookline.server.endpoint.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.Header;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.endpoint.door.Door;
import io.hookline.server.endpoint.door.Doorkeeper;
import io.hookline.server.endpoint.door.Intake;
import io.hookline.server.endpoint.door.Knock;
import io.hookline.server.endpoint.door.Refusals;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.Resumption;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.studio.flow.FlowSource;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The public door to flows: {@code /api/flo/{alias}/invoke} and {@code .../resume/{executionId}},
 * GET and POST.
 */
public final class InvokeApi implements HttpService {
    /** Bytes of a body, unless configured otherwise. */
    public static final int USUAL_MAX_BODY = 10 * 1024 * 1024;

    /** How long a caller waits for a card to answer, as in the original. */
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(60);

    private static final String EXECUTION_HEADER = "x-hookline-execution-id";

    private final Database database;
    private final Executions executions;
    private final Door door;
    private final Doorkeeper keeper;
    private final int maxBody;
    private final Duration patience;

    public InvokeApi(
            Database database, FlowSource flows, Executions executions, Doorkeeper keeper) {
        this(database, flows, executions, keeper, USUAL_MAX_BODY, USUAL_PATIENCE);
    }

    public InvokeApi(
            Database database,
            FlowSource flows,
            Executions executions,
            Doorkeeper keeper,
            int maxBody,
            Duration patience) {
        this.database = database;
        this.executions = executions;
        this.door = new Door(flows);
        this.keeper = keeper;
        this.maxBody = maxBody;
        this.patience = patience;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/api/flo/{alias}/invoke", this::invoke);
        rules.any("/api/flo/{alias}/resume/{executionId}", this::resume);
    }

    private void invoke(ServerRequest request, ServerResponse response) {
        switch (keeper.open(door, knock(request), request)) {
            case Door.Entry.Challenge challenge -> verify(challenge, response);
            case Door.Entry.Call call -> accept(call, response);
        }
    }

    private void resume(ServerRequest request, ServerResponse response) {
        switch (keeper.open(door, knock(request), request)) {
            case Door.Entry.Challenge challenge -> verify(challenge, response);
            case Door.Entry.Call call ->
                    resume(call, request.path().pathParameters().get("executionId"), response);
        }
    }

    private Knock knock(ServerRequest request) {
        return new Knock(
                request.prologue().method().text(),
                request.path().pathParameters().get("alias"),
                request.query().rawValue(),
                headers(request),
                () -> Bodies.read(request, maxBody));
    }

    private static void verify(Door.Entry.Challenge challenge, ServerResponse response) {
        ObjectNode body = Json.object();
        body.put("verification", challenge.value());
        Bodies.send(response, 200, body);
    }

    private void resume(Door.Entry.Call call, String text, ServerResponse response) {
        UUID id = Refusals.executionId(text);
        switch (executions.resume(call.flow(), id, call.payload())) {
            case Resumption.Unknown unknown -> throw Refusals.unknownExecution(text);
            case Resumption.NotPaused standing -> throw Refusals.notPaused(id, standing.status());
            case Resumption.Resumed resumed -> {
                try {
                    answer(id, resumed.answer(), response, () -> {});
                } finally {
                    executions.forget(id, resumed.answer());
                }
            }
        }
    }

    private static Map<String, String> headers(ServerRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : request.headers()) {
            String value =
                    header.valueCount() == 1 ? header.get() : String.join(", ", header.allValues());
            headers.merge(
                    header.headerName().lowerCase(), value, (one, other) -> one + ", " + other);
        }
        return headers;
    }

    private void accept(Door.Entry.Call call, ServerResponse response) {
        Optional<String> eventId = Door.envelope(call);
        if (eventId.isPresent()) {
            Intake intake =
                    Intake.of(
                            executions, call, Trigger.ENDPOINT, eventId.get(), () -> parsed(call));
            UUID accepted = database.write(intake::accept).id();
            response.header(EXECUTION_HEADER, accepted.toString());
            Replies.accepted(response, accepted);
            return;
        }
        NewExecution execution =
                executions.prepare(call.flow(), Trigger.ENDPOINT, call.payload(), call.hops());
        if (call.flow().flow().repliesByCard()) {
            awaitCard(execution, response);
        } else {
            accept(execution);
            response.header(EXECUTION_HEADER, execution.id().toString());
            Replies.accepted(response, execution.id());
        }
    }

    private static JsonNode parsed(Door.Entry.Call call) {
        try {
            return Json.parse(call.payload().body());
        } catch (JsonProcessingException e) {
            throw Refusals.malformed(e);
        }
    }

    private void accept(NewExecution execution) {
        database.write(transaction -> {
            executions.accept(transaction, execution);
            return execution.id();
        });
    }

    private void awaitCard(NewExecution execution, ServerResponse response) {
        UUID id = execution.id();
        CompletableFuture<Answer> answer = executions.expect(id);
        try {
            accept(execution);
            answer(id, answer, response, () -> executions.reportLate(execution, patience));
        } finally {
            executions.forget(id, answer);
        }
    }

    /**
     * @param late told when the flow does not answer in time
     */
    private void answer(
            UUID id, CompletableFuture<Answer> answer, ServerResponse response, Runnable late) {
        response.header(EXECUTION_HEADER, id.toString());
        if (executions.isHalted()) {
            throw Replies.late(id, "Hookline is halted, so that the flow does not run now");
        }
        try {
            Replies.send(response, id, answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            late.run();
            throw Replies.late(
                    id, "The flow did not answer within " + patience.toSeconds() + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Replies.late(id, "The server is being stopped");
        } catch (ExecutionException e) {
            throw new Problem(500, "Not answered", "The flow could not answer.");
        }
    }
}
