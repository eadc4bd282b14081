package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Flopack;
import io.hookline.server.access.TinkSealer;
import io.hookline.server.event.log.EventJson;
import io.hookline.server.execution.model.StoredJson;
import io.hookline.server.execution.queue.EnvelopeKeys;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The one thread that writes does nothing but SQL: what computes for one caller fails on it. */
class WriterThreadTest {
    @TempDir Path folder;

    private TestDatabase database;
    private DataFolder keys;
    private TinkSealer sealer;

    @BeforeEach
    void open() {
        database = TestDatabase.open(folder);
        keys = DataFolder.lock(folder.resolve("keys"));
        sealer = TinkSealer.inFolder(keys);
    }

    @AfterEach
    void close() {
        database.close();
        keys.close();
    }

    private void refuses(Database.Unit<?> work) {
        assertThatThrownBy(() -> database.write(work))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("on the thread 'store-writer'");
    }

    @Test
    void sealsAndOpensNothing() {
        byte[] sealed = sealer.seal(new Secret("hush"), "test");
        byte[] plain = "plain".getBytes(StandardCharsets.UTF_8);
        byte[] sealedBytes = sealer.sealBytes(plain, "test");

        refuses(transaction -> sealer.seal(new Secret("hush"), "test"));
        refuses(transaction -> sealer.open(sealed, "test").reveal());
        refuses(transaction -> sealer.sealBytes(plain, "test"));
        refuses(transaction -> sealer.openBytes(sealedBytes, "test"));
        Secret passedOn = database.write(transaction -> sealer.open(sealed, "test"));
        assertThat(passedOn.reveal()).isEqualTo("hush");
    }

    @Test
    void readsAndWritesNoJson() {
        byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

        refuses(transaction -> Json.parse(json));
        refuses(transaction -> Json.bytes(Json.object()));
        refuses(transaction -> Json.MAPPER.readTree(json));
        refuses(transaction -> StoredJson.MAPPER.readTree(json));
        refuses(transaction -> StoredJson.MAPPER.writeValueAsBytes(Json.object()));
        refuses(transaction -> EventJson.stored(json));
        refuses(transaction -> EventJson.bytes(Json.object()));
        refuses(transaction -> Flopack.read(json));
        refuses(transaction -> Flopack.bytes(Json.object()));
    }

    @Test
    void makesNoDigests() {
        refuses(transaction -> EnvelopeKeys.of("flow", "event", 1));
    }

    @Test
    void theUnitThatForgotFailsAloneAndReadersMayCompute() throws Exception {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        refuses(transaction -> Json.parse(json));

        assertThat(database.<Integer>write(transaction -> 1)).isEqualTo(1);
        assertThat(database.read(transaction -> Json.parse(json)).isObject()).isTrue();
    }
}
