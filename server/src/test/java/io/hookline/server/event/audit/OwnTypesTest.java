package io.hookline.server.event.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class OwnTypesTest {
    private static final Path SOURCES =
            Path.of(System.getProperty("hookline.root", ".."), "server/src/main/java");

    /** An event that is made of a literal type; the others begin with a word of the list. */
    private static final Pattern MADE = Pattern.compile("AuditEvent\\s*\\.of\\(\\s*\"([^\"]+)\"");

    @Test
    void everyTypeThatWeWriteIsListed() throws IOException {
        Set<String> types;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            types =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .flatMap(file -> MADE.matcher(text(file)).results())
                            .map(made -> made.group(1))
                            .collect(Collectors.toSet());
        }
        assertThat(types).hasSizeGreaterThan(20).allMatch(OwnTypes::isOurs);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
