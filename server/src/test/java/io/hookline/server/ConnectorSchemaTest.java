package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.hookline.connectors.files.ConnectorDraft;
import io.hookline.connectors.files.ConnectorFiles;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The schema for editors takes what is read, and knows the settings that are read. */
class ConnectorSchemaTest {
    private static final Path FOLDER =
            Path.of(
                    System.getProperty("hookline.root", ".."),
                    "connectors/src/main/resources/connectors");

    private final Schema schema =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(ConnectorFiles.schema(), InputFormat.JSON);

    private List<String> mistakes(String file) {
        return schema.validate(file, InputFormat.YAML).stream().map(Object::toString).toList();
    }

    @Test
    void takesAllFilesOfTheProduct() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                assertThat(mistakes(Files.readString(file))).as(file.toString()).isEmpty();
            }
        }
    }

    @Test
    void takesADraftAndRefusesAMisspeltSetting() {
        String draft = ConnectorDraft.of("desk");

        assertThat(mistakes(draft)).isEmpty();
        assertThat(mistakes(draft.replace("request:", "requset:"))).isNotEmpty();
    }
}
