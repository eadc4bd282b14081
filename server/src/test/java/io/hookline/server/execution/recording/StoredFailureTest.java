package io.hookline.server.execution.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.model.EndedExecution.Failure;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class StoredFailureTest {
    @Test
    void readsErrorsThatAnEarlierVersionKept() {
        ObjectNode earlier =
                Json.object().put("message", "No.").put("path", "2").put("title", "Tell");

        Failure failure = StoredFailure.read("Rejected", Optional.of(earlier.toString()));

        assertThat(failure.message()).isEqualTo("No.");
        assertThat(failure.path()).isEqualTo("2");
        assertThat(failure.at().inputs().isMissingNode()).isTrue();
    }
}
