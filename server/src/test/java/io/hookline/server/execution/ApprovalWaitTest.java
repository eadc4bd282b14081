package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Otherwise;
import io.hookline.flow.card.Question;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.execution.approval.Approval;
import io.hookline.server.execution.history.HistorySweep;
import io.hookline.server.execution.http.ExecutionJson;
import io.hookline.server.execution.model.Status;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What executions do that wait for people: time, crashes, and decisions at awkward moments. */
@Timeout(60)
class ApprovalWaitTest {
    private static final Instant START = Instant.parse("2026-03-01T09:30:00Z");
    private static final Caller ADA =
            new Caller("1", "ada", Caller.Kind.USER, EnumSet.allOf(Permission.class), "192.0.2.1");

    @TempDir Path folder;
    private final List<URI> told = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();
    private World world;
    private volatile Instant now = START;

    /** Cards that ask and that hold up. */
    public static final class Cards {
        private final ApprovalWaitTest test;

        Cards(ApprovalWaitTest test) {
            this.test = test;
        }

        /** What came of it. */
        public record Answer(@Help("Whether") boolean approved, @Help("Who") String by) {}

        @Card(id = "test.ask", title = "Ask", help = "Asks.", effect = Effect.NOTIFY)
        public Answer ask(CardContext context, @Help("What then") String otherwise) {
            var decision =
                    context.ask(
                            new Question(
                                    "May I?",
                                    "",
                                    Json.object(),
                                    Duration.ofMinutes(10),
                                    Otherwise.of(otherwise).orElseThrow()),
                            test.told::add);
            return new Answer(decision.approved(), decision.by());
        }

        @Card(
                id = "test.hold",
                title = "Hold",
                help = "Holds up whoever comes first.",
                effect = Effect.READ)
        public void hold() {
            if (test.held.getAndIncrement() > 0) {
                return;
            }
            try {
                test.goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void start() {
        CardCatalog cards =
                CardCatalog.of(
                        Stream.concat(FunctionCards.all().stream(), Stream.of(new Cards(this)))
                                .toArray());
        world = new World(folder, new Interpreter(cards)::run);
        world.clock = () -> now;
        world.start();
    }

    @AfterEach
    void close() {
        goOn.countDown();
        world.close();
    }

    private static FlowDocument asking(FlowDocument flow, String otherwise) {
        return flow.card("ask", "test:ask", "Ask")
                .text("otherwise", otherwise)
                .output("", "approved", "boolean")
                .output("", "by", "string");
    }

    private UUID begin(String otherwise) {
        UUID id =
                world.accept(
                        world.flows.add(
                                "f" + otherwise,
                                asking(FlowDocument.endpoint("Asking"), otherwise)),
                        "");
        awaitStatus(id, Status.WAITING);
        return id;
    }

    private ObjectNode shown(UUID id) {
        return ExecutionJson.whole(world.history().find(id).orElseThrow(), world.history());
    }

    private void awaitStatus(UUID id, Status status) {
        while (!shown(id).path("status").asText().equals(status.name())) {
            Thread.onSpinWait();
        }
    }

    private Approval only() {
        List<Approval> all = world.executions().approvals().all(Long.MAX_VALUE, 10);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private JsonNode ended(UUID id) {
        world.await(id);
        return shown(id);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        world.executions().wake();
    }

    @Test
    void whenTheTimeIsOverTheChosenAnswerHolds() {
        start();
        UUID denies = begin("deny");
        UUID approves = begin("approve");
        UUID fails = begin("fail");
        pass(Duration.ofMinutes(9));
        assertThat(shown(denies).path("status").asText()).isEqualTo("WAITING");
        pass(Duration.ofMinutes(1));

        JsonNode denied = ended(denies).path("steps").get(1);
        assertThat(denied.at("/outputs/approved").asBoolean(true)).isFalse();
        assertThat(denied.path("note").asText()).contains("nobody decided in time");
        assertThat(ended(approves).path("steps").get(1).at("/outputs/approved").asBoolean())
                .isTrue();
        assertThat(ended(fails).at("/error/kind").asText()).isEqualTo("Timeout");
        assertThat(world.logged("hookline.approval.expired")).hasSize(3);
    }

    @Test
    void whoIsLateIsTold() {
        start();
        begin("deny");
        UUID id = only().id();
        now = now.plus(Duration.ofMinutes(10));

        assertThatThrownBy(() -> world.executions().approvals().decide(ADA, id, true, ""))
                .isInstanceOf(Refusal.Conflict.class)
                .hasMessageContaining("time was over")
                .hasMessageContaining("deny");
    }

    @Test
    void theOneWithoutThePermissionAndTheTokenDecideNothing() {
        start();
        begin("deny");
        UUID id = only().id();
        Caller reader = new Caller("2", "bob", Caller.Kind.USER, Set.of(Permission.READ_FLOWS), "");
        Caller token = new Caller("3", "robot", Caller.Kind.TOKEN, Set.of(Permission.APPROVE), "");
        for (Caller caller : List.of(reader, token)) {
            assertThatThrownBy(() -> world.executions().approvals().decide(caller, id, true, ""))
                    .isInstanceOf(Refusal.NotAllowed.class);
        }
        assertThat(only().status()).isEqualTo(Approval.Status.PENDING);
    }

    @Test
    void aDecisionBeforeTheExecutionIsPutAsideIsNotMissed() {
        start();
        world.flows.add(
                "one",
                asking(FlowDocument.helper("One").card("hold", "test:hold", "Hold"), "deny"));
        UUID id =
                world.accept(
                        world.flows.add(
                                "both",
                                FlowDocument.endpoint("Both")
                                        .card("each", "list:each", "Each")
                                        .list("list", "one", "two")
                                        .flow("flo", "one")
                                        .input(
                                                "",
                                                "concurrency",
                                                "number",
                                                Json.object().numberNode(2))),
                        "");
        while (told.isEmpty()) {
            Thread.onSpinWait();
        }
        // the other helper still runs, so the execution is not put aside
        UUID early = only().id();
        world.executions().approvals().decide(ADA, early, true, "");
        goOn.countDown();
        while (world.count("execution") == 0) {
            Thread.onSpinWait();
        }
        awaitStatus(id, Status.WAITING);
        UUID late = world.executions().approvals().pending(0, 10).getFirst().id();
        world.executions().approvals().decide(ADA, late, true, "");

        assertThat(ended(id).path("status").asText()).isEqualTo("SUCCESS");
        assertThat(told).hasSize(2);
    }

    @Test
    void aCrashAsksOnceAndTheDecisionStays() {
        start();
        UUID id = begin("deny");
        Approval before = only();
        world.restartAfterKill();
        assertThat(only().id()).isEqualTo(before.id());
        world.executions().approvals().decide(ADA, before.id(), true, "Fine");
        world.restartAfterKill();

        JsonNode step = ended(id).path("steps").get(1);
        assertThat(step.at("/outputs/by").asText()).isEqualTo("ada");
        assertThat(step.path("note").asText()).contains("Approved by ada", "Fine");
        assertThat(told).hasSize(1);
        assertThat(world.logged("hookline.approval.requested")).hasSize(1);
    }

    @Test
    void itGoesWithTheHistory() {
        start();
        UUID id = begin("deny");
        world.executions().approvals().decide(ADA, only().id(), false, "");
        ended(id);
        assertThat(world.count("approval")).isEqualTo(1);

        world.database().write(HistorySweep::oldest);

        assertThat(world.count("approval")).isZero();
    }
}
