package io.hookline.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.task.Mailbox.Next;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One owner waits for what others hand over. */
@Timeout(30)
class MailboxTest {
    private static final int MESSAGES = 20_000;

    private final Mailbox<Deque<Integer>> mailbox = new Mailbox<>(new ArrayDeque<>());

    private static Next<Integer> first(Deque<Integer> state) {
        return state.isEmpty() ? new Next.Rest<>() : new Next.Go<>(state.poll());
    }

    private static boolean add(Deque<Integer> state, int message) {
        return state.add(message);
    }

    @Test
    void handsOverEveryMessageOnceAndInOrder() throws InterruptedException {
        Thread sender =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; i < MESSAGES; i++) {
                                mailbox.post(i, MailboxTest::add);
                            }
                        });
        List<Integer> received = new ArrayList<>();
        while (received.size() < MESSAGES) {
            received.add(mailbox.await(MailboxTest::first));
        }
        sender.join();
        assertThat(received).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aChangeWakesAnIdleOwner() throws InterruptedException {
        Thread changer = Thread.ofVirtual().start(() -> mailbox.change(state -> state.add(7)));
        assertThat(mailbox.await(MailboxTest::first)).isEqualTo(7);
        changer.join();
    }

    @Test
    void aPauseEndsByItself() throws InterruptedException {
        int[] asked = {0};
        int answer =
                mailbox.await(
                        state -> asked[0]++ == 0 ? new Next.Pause<>(1_000_000) : new Next.Go<>(1));
        assertThat(answer).isEqualTo(1);
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void mayBeUsedAgainByWhatItIsGiven() {
        mailbox.change(state -> {
            state.add(1);
            mailbox.change(inner -> inner.add(2));
        });
        assertThat(mailbox.<List<Integer>>ask(ArrayList::new)).containsExactly(1, 2);
    }
}
