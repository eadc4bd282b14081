package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The SQL of all features, also of what tests rarely reach, fits the schema. */
class SqlConstantsTest {
    @TempDir Path folder;

    @Test
    void theEngineUnderstandsEveryConstant() throws Exception {
        Map<String, Sql> constants = constants();
        assertThat(constants).hasSizeGreaterThan(150);
        try (TestDatabase database = TestDatabase.open(folder)) {
            constants.forEach((name, sql) ->
                    assertThatCode(() -> database.<PreparedSql>read(tx -> tx.prepare(sql)))
                            .as(name)
                            .doesNotThrowAnyException());
        }
    }

    private static Map<String, Sql> constants() throws Exception {
        Path classes =
                Path.of(Sql.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Map<String, Sql> constants = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            List<String> names =
                    files.map(file -> classes.relativize(file).toString())
                            .filter(file -> file.endsWith(".class"))
                            .map(file -> file.substring(0, file.length() - ".class".length()))
                            .map(file -> file.replace('/', '.').replace('\\', '.'))
                            .sorted()
                            .toList();
            for (String name : names) {
                Class<?> type = Class.forName(name, false, Sql.class.getClassLoader());
                for (Field field : type.getDeclaredFields()) {
                    if (field.getType() == Sql.class) {
                        add(constants, type, field);
                    }
                }
            }
        }
        return constants;
    }

    /** A constant of the class, or of each constant of an enum. */
    private static void add(Map<String, Sql> constants, Class<?> type, Field field)
            throws IllegalAccessException {
        field.setAccessible(true);
        List<?> owners =
                Modifier.isStatic(field.getModifiers())
                        ? Collections.singletonList(null)
                        : type.isEnum() ? List.of(type.getEnumConstants()) : List.of();
        for (Object owner : owners) {
            String name = type.getSimpleName() + "." + (owner == null ? "" : owner + ".");
            constants.put(name + field.getName(), (Sql) field.get(owner));
        }
    }
}
