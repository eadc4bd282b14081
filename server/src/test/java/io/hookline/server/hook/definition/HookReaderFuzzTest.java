package io.hookline.server.hook.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.Mutations;
import io.hookline.server.delivery.TestFlows;
import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.http.OktaError;

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
                Complaints complaints = new Complaints();
                HookRequest request = reader.read(json, complaints);
                complaints.raise();
                Channel channel = request.channel(Optional.empty(), complaints);
                complaints.raise();
                assertThat(request.events().items()).as("%s", json).isNotEmpty();
                assertThat(channel.address().getHost()).as("%s", json).isNotEmpty();
                taken++;
            } catch (OktaError refusal) {
                assertThat(refusal.status()).as("%s", json).isEqualTo(400);
                assertThat(refusal.causes()).as("%s", json).isNotEmpty();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", hook " + i + ": " + json, e);
            }
        }
        assertThat(taken).as("seed %d", seed).isBetween(1, HOOKS - 1);
    }
}
