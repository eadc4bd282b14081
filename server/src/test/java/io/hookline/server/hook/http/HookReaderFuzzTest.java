package io.hookline.server.hook.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.TestFlows;
import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.HookRequest;
import io.hookline.server.refusal.Refusal;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.Random;

/** Ten thousand odd hooks: each is refused with causes, or is what it says. */
class HookReaderFuzzTest {
    private static final int HOOKS = 10_000;

    @Test
    void takesOrRefusesButNeverBreaks() {
        long seed = System.nanoTime();
        System.out.println("HookReaderFuzzTest: seed " + seed);
        Mutations odd = new Mutations(new Random(seed));
        TestFlows flows = new TestFlows();
        flows.add("flow");
        HookReader reader = new HookReader(EventCatalog.bundled(), flows, true);
        int taken = 0;
        for (int i = 0; i < HOOKS; i++) {
            ObjectNode json = odd.mutated(Mutations.valid("hook " + i));
            try {
                HookRequest request = reader.read(json);
                Channel channel = request.channel(Optional.empty());
                assertThat(request.events().items()).as("%s", json).isNotEmpty();
                assertThat(channel.address().getHost()).as("%s", json).isNotEmpty();
                taken++;
            } catch (Refusal.Invalid refusal) {
                assertThat(refusal.errors()).as("%s", json).isNotEmpty();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", hook " + i + ": " + json, e);
            }
        }
        assertThat(taken).as("seed %d", seed).isBetween(1, HOOKS - 1);
    }
}
