package io.hookline.flow.flopack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.RenamedJson;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

class FlopackImportTest {
    @Test
    void everyPublishedFileComesOutAsItWentIn() {
        for (Path file : PublishedFlopacks.all()) {
            byte[] bytes = PublishedFlopacks.read(file);
            FlopackImport imported = FlopackImport.read(bytes, UUID::randomUUID);
            ObjectNode before = Flopack.read(bytes);
            before.remove(List.of("created", "checksum"));
            ObjectNode after = export(imported);
            after.remove("created");
            assertThat(RenamedJson.differences(before, after))
                    .as(file.getFileName().toString())
                    .isEmpty();
        }
    }

    @Test
    void nothingOfAnImportHasAnIdOfTheFile() {
        for (Path file : PublishedFlopacks.all()) {
            byte[] bytes = PublishedFlopacks.read(file);
            Set<String> old = new HashSet<>();
            ObjectNode data = (ObjectNode) Flopack.read(bytes).get("data");
            Stream.of("flos", "groups", "tables", "configs")
                    .forEach(map -> data.path(map).fieldNames().forEachRemaining(old::add));
            String after =
                    new String(
                            Flopack.bytes(export(FlopackImport.read(bytes, UUID::randomUUID))),
                            StandardCharsets.UTF_8);
            assertThat(old.stream().filter(after::contains))
                    .as(file.getFileName().toString())
                    .isEmpty();
        }
    }

    private static ObjectNode export(FlopackImport imported) {
        Map<String, String> removed = new HashMap<>();
        imported.stubs()
                .forEach(stub -> stub.configRef().ifPresent(ref -> removed.put(stub.id(), ref)));
        imported.flows().forEach(flow -> FlopackExport.unbind(flow, removed));
        List<ObjectNode> configs =
                imported.stubs().stream()
                        .filter(stub -> stub.origin() instanceof Stub.Origin.Listed)
                        .map(stub -> ((Stub.Origin.Listed) stub.origin()).config())
                        .toList();
        return FlopackExport.file(
                imported.envelope(),
                Instant.EPOCH,
                imported.folders().stream().map(FlopackImport.Folder::document).toList(),
                configs,
                imported.tables(),
                imported.flows());
    }
}
