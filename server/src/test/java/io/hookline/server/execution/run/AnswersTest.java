package io.hookline.server.execution.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Reply;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.json.Json;
import io.hookline.server.memory.AnswerMemory;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What a flow answers has room in memory until its caller has it, or has gone. */
class AnswersTest {
    private static final UUID ID = UUID.randomUUID();
    private final AnswerMemory memory = new AnswerMemory(8_000_000);
    private final Answers answers = new Answers(memory);

    private static Answer raw(int bytes) {
        return new Answer.Replied(new Reply.Raw(200, Map.of(), "x".repeat(bytes)));
    }

    @Test
    void aLargeOneTakesRoomAndASmallOneNone() {
        CompletableFuture<Answer> small = answers.expect(ID);
        answers.answer(ID, raw(1_000));
        assertThat(small.join()).isInstanceOf(Answer.Replied.class);
        assertThat(memory.taken()).isZero();

        CompletableFuture<Answer> large = answers.expect(ID);
        answers.answer(ID, raw(1_000_000));
        assertThat(large.join()).isInstanceOf(Answer.Large.class);
        assertThat(memory.taken()).isGreaterThan(1_999_000);

        answers.forget(ID, large);
        assertThat(memory.taken()).isZero();
    }

    @Test
    void whatTheCallerHasTakenOverStays() {
        CompletableFuture<Answer> answer = answers.expect(ID);
        answers.answer(ID, raw(1_000_000));
        try (AnswerMemory.Share request = memory.open()) {
            request.absorb(((Answer.Large) answer.join()).room());
            answers.forget(ID, answer);
            assertThat(memory.taken()).isGreaterThan(1_999_000);
        }
        assertThat(memory.taken()).isZero();
    }

    @Test
    void aCallerWhoHasLeftKeepsNoRoom() {
        CompletableFuture<Answer> answer = answers.expect(ID);
        CompletableFuture<Answer> taken = answers.take(ID).orElseThrow();
        answers.forget(ID, answer);

        answers.answer(taken, raw(1_000_000));

        assertThat(memory.taken()).isZero();
    }

    @Test
    void withoutRoomTheAnswerIsNotKept() {
        CompletableFuture<Answer> first = answers.expect(ID);
        answers.answer(ID, raw(3_000_000));
        CompletableFuture<Answer> second = answers.expect(ID);
        answers.answer(ID, new Answer.Replied(new Reply.Fields(fields(), true)));

        assertThat(first.join()).isInstanceOf(Answer.Large.class);
        assertThat(second.join()).isEqualTo(new Answer.NoRoom());
    }

    private static ObjectNode fields() {
        return Json.object().put("text", "x".repeat(1_000_000));
    }
}
