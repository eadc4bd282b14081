package io.hookline.server.endpoint.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.endpoint.invocation.CallerCheck;
import io.hookline.server.endpoint.invocation.EnvelopeIntake;
import io.hookline.server.endpoint.invocation.Invocation;
import io.hookline.server.endpoint.invocation.InvocationCheck;
import io.hookline.server.endpoint.invocation.InvocationRefusals;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.Resumption;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.execution.model.CallBody;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.http.Admission.OwnProof;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.memory.AnswerMemory;
import io.hookline.server.store.Database;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The public addresses of flows: {@code /api/flo/{alias}/invoke} and {@code
 * .../resume/{executionId}}, GET and POST.
 */
public final class InvokeApi {
    /** Bytes of a body, unless configured otherwise. */
    public static final int USUAL_MAX_BODY = 10 * 1024 * 1024;

    /** How long a caller waits for a card to answer, as in the original. */
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(60);

    private static final String CHALLENGE = "x-okta-verification-challenge";

    /** Of a body: as it is encoded, as it is sealed, and on its way to the disk. */
    private static final long COPIES = 3;

    private final Database database;
    private final Executions executions;
    private final CallerCheck check;
    private final int maxBody;
    private final Duration patience;

    public InvokeApi(Database database, Executions executions, CallerCheck check) {
        this(database, executions, check, USUAL_MAX_BODY, USUAL_PATIENCE);
    }

    public InvokeApi(
            Database database,
            Executions executions,
            CallerCheck check,
            int maxBody,
            Duration patience) {
        this.database = database;
        this.executions = executions;
        this.check = check;
        this.maxBody = maxBody;
        this.patience = patience;
    }

    public List<Route> routes() {
        OwnProof token = new OwnProof("the client token, or what else the flow asks for");
        return List.of(
                Route.any(
                        "/api/flo/{alias}/invoke",
                        token,
                        request -> answer(request, call -> accept(request, call))),
                Route.any(
                        "/api/flo/{alias}/resume/{executionId}",
                        token,
                        request -> answer(request, call -> resume(request, call))));
    }

    /** The order of the checks is part of the contract, see {@link InvocationCheck}. */
    private Response answer(Request request, Function<InvocationCheck.Call, Response> admitted) {
        Invocation invocation =
                new Invocation(
                        request.path("alias"),
                        request.rawQuery(),
                        request.headers(),
                        onceRead(() -> request.body(maxBody)));
        String address = request.clientAddress();
        PublishedFlow flow = check.flowOf(invocation, address);
        if (flow.security() == SecurityLevel.SLACK) {
            Optional<Response> handshake = SlackReply.handshake(invocation);
            if (handshake.isPresent()) {
                return handshake.get();
            }
        }
        Optional<String> challenge = invocation.header(CHALLENGE);
        if (request.method().equals("GET") && challenge.isPresent()) {
            return Response.json(Json.object().put("verification", challenge.get()));
        }
        if (!request.method().equals("GET") && !request.method().equals("POST")) {
            throw FlowReply.methodNotAllowed(request.method());
        }
        InvocationCheck.Call call = check.admit(flow, invocation, address);
        byte[] body = call.payload().body();
        request.work(call.readsBody() ? CallBody.weight(call.payload()) : COPIES * body.length);
        return admitted.apply(call);
    }

    /** A signature is verified over the body before the flow gets it. */
    private static Supplier<byte[]> onceRead(Supplier<byte[]> body) {
        AtomicReference<byte[]> read = new AtomicReference<>();
        return () -> {
            if (read.get() == null) {
                read.set(body.get());
            }
            return read.get();
        };
    }

    private static boolean isSlack(InvocationCheck.Call call) {
        return call.flow().security() == SecurityLevel.SLACK;
    }

    private Response accept(Request request, InvocationCheck.Call call) {
        Optional<String> eventId = InvocationCheck.envelope(call);
        if (eventId.isPresent()) {
            EnvelopeIntake intake =
                    EnvelopeIntake.of(
                            executions, call, Trigger.ENDPOINT, eventId.get(), () -> parsed(call));
            return FlowReply.accepted(database.write(intake::accept).id());
        }
        NewExecution execution =
                executions.prepare(call.flow(), Trigger.ENDPOINT, call.payload(), call.hops());
        if (call.flow().flow().repliesByCard()) {
            return awaitCard(request, call, execution);
        }
        accept(execution);
        return isSlack(call)
                ? FlowReply.acknowledged(execution.id())
                : FlowReply.accepted(execution.id());
    }

    private static JsonNode parsed(InvocationCheck.Call call) {
        try {
            return Json.parse(call.payload().body());
        } catch (JsonProcessingException e) {
            throw InvocationRefusals.malformed(e);
        }
    }

    private void accept(NewExecution execution) {
        database.write(transaction -> {
            executions.accept(transaction, execution);
            return execution.id();
        });
    }

    private Response awaitCard(Request request, InvocationCheck.Call call, NewExecution execution) {
        UUID id = execution.id();
        CompletableFuture<Answer> answer = executions.expect(id);
        try {
            accept(execution);
            request.workDone();
            return await(
                    request,
                    call,
                    id,
                    answer,
                    () -> executions.reportLate(execution, patience(call)));
        } finally {
            executions.forget(id, answer);
        }
    }

    private Response resume(Request request, InvocationCheck.Call call) {
        String text = request.path("executionId");
        UUID id = executionId(text);
        return switch (executions.resume(call.flow(), id, call.payload())) {
            case Resumption.Unknown() -> throw InvocationRefusals.unknownExecution(text);
            case Resumption.NotPaused standing ->
                    throw InvocationRefusals.notPaused(id, standing.status());
            case Resumption.Resumed resumed -> {
                request.workDone();
                try {
                    yield await(request, call, id, resumed.answer(), () -> {});
                } finally {
                    executions.forget(id, resumed.answer());
                }
            }
        };
    }

    /** What is no id is an execution that does not exist. */
    private static UUID executionId(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw InvocationRefusals.unknownExecution(text);
    }

    private Duration patience(InvocationCheck.Call call) {
        return isSlack(call) && patience.compareTo(SlackReply.PATIENCE) > 0
                ? SlackReply.PATIENCE
                : patience;
    }

    /**
     * @param late is run when the flow does not answer in time
     */
    private Response await(
            Request request,
            InvocationCheck.Call call,
            UUID id,
            CompletableFuture<Answer> answer,
            Runnable late) {
        if (executions.isHalted()) {
            throw FlowReply.late(id, "Hookline is halted, so that the flow does not run now");
        }
        try {
            Answer found = answer.get(patience(call).toMillis(), TimeUnit.MILLISECONDS);
            if (found instanceof Answer.Large(Answer _, AnswerMemory.Share room)) {
                request.takesOver(room);
            }
            return isSlack(call)
                    ? SlackReply.of(id, found, call.payload())
                    : FlowReply.of(id, found);
        } catch (TimeoutException e) {
            late.run();
            if (isSlack(call)) {
                return FlowReply.acknowledged(id);
            }
            throw FlowReply.late(
                    id, "The flow did not answer within " + patience.toSeconds() + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FlowReply.late(id, "The server is being stopped");
        } catch (ExecutionException e) {
            throw FlowReply.about(
                    id, new Problem(500, "Not answered", "The flow could not answer."));
        }
    }
}
