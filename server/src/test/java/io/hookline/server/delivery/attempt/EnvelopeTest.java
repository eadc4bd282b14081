package io.hookline.server.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.json.Json;
import io.hookline.server.store.UuidBytes;
import io.hookline.server.store.UuidV7;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;

/** The bytes of a batch do not depend on where its events come from. */
class EnvelopeTest {
    @TempDir Path folder;

    private static Batch batch(List<HookEvent> events) {
        return new Batch(
                UUID.fromString("01a20336-e10e-7029-8fd1-d044ede94e04"),
                "who1",
                1,
                events.stream().map(HookEvent::position).toList(),
                "https://example.com/\"quoted\"",
                Instant.ofEpochMilli(1_700_000_000_123L),
                0,
                Optional.empty());
    }

    @Test
    void bytesAndTreeAreTheSameDocument() throws Exception {
        List<HookEvent> events = new ArrayList<>();
        for (int i = 1; i < 4; i++) {
            events.add(
                    new HookEvent(
                            new StoredEvent(
                                    i, "test", DeliveryWorld.event(DeliveryWorld.TYPE, "e" + i))));
        }
        Batch batch = batch(events);

        assertThat(Envelope.bytes(batch, events))
                .isEqualTo(Json.bytes(Envelope.tree(batch, events)));
        assertThat(Json.parse(Envelope.bytes(batch, events)).path("eventTime").asText())
                .isEqualTo("2023-11-14T22:13:20.123Z");
    }

    @Test
    void anEventGivesTheSameBytesFromMemoryAndFromTheStore() throws Exception {
        long seed = System.nanoTime();
        System.out.println("anEventGivesTheSameBytesFromMemoryAndFromTheStore seed " + seed);
        Random random = new Random(seed);
        try (DeliveryWorld world = DeliveryWorld.open(folder)) {
            List<ObjectNode> events = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                ObjectNode event = DeliveryWorld.event(DeliveryWorld.TYPE, "e" + i);
                ObjectNode extra = event.putObject("debugContext").putObject("debugData");
                extra.put("text", text(random));
                extra.put(
                        "number",
                        new BigDecimal(random.nextLong())
                                .scaleByPowerOfTen(random.nextInt(40) - 20));
                extra.put("double", random.nextGaussian() * 1e10);
                extra.put("long", random.nextLong());
                extra.put("short", (short) random.nextInt());
                extra.putNull("null");
                events.add((ObjectNode) Json.parse(Json.bytes(event)));
            }
            world.append(events);

            List<StoredEvent> stored = world.logged(DeliveryWorld.TYPE);

            assertThat(stored).hasSize(events.size());
            for (int i = 0; i < events.size(); i++) {
                HookEvent fromMemory =
                        new HookEvent(
                                new StoredEvent(stored.get(i).position(), "test", events.get(i)));
                assertThat(new String(new HookEvent(stored.get(i)).payload()))
                        .isEqualTo(new String(fromMemory.payload()));
            }
        }
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(30), 1, 0x3000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void positionsSurviveTheirCoding() {
        long seed = System.nanoTime();
        System.out.println("positionsSurviveTheirCoding seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            TreeSet<Long> positions = new TreeSet<>();
            for (int n = random.nextInt(100); n >= 0; n--) {
                positions.add(random.nextLong(1L << (1 + random.nextInt(62))));
            }
            List<Long> list = List.copyOf(positions);
            assertThat(Positions.decode(Positions.encode(list))).isEqualTo(list);
        }
        assertThat(Positions.encode(List.of(1_000_000L, 1_000_001L, 1_000_002L))).hasSize(5);
    }

    @Test
    void identitiesAreVersionSevenAndKeepTheirBytes() {
        Instant now = Instant.ofEpochMilli(1_700_000_000_123L);
        UUID id = UuidV7.next(now.toEpochMilli());
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(now.toEpochMilli());
        assertThat(UuidBytes.uuid(UuidBytes.of(id))).isEqualTo(id);
    }
}
