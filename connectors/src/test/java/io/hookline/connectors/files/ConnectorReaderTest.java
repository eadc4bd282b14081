package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** What is wrong in a file is said with line and column, and no file does harm. */
class ConnectorReaderTest {
    private static final String HEAD =
            """
            format: 1
            id: desk
            name: Desk
            tried: false
            connection: {auth: [token]}
            """;

    /** Line 6 begins the actions, line 8 the settings of the only one. */
    private static String action(String settings) {
        return HEAD
                + """
                actions:
                  look:
                    title: Look
                    help: Looks.
                """
                + settings.indent(4);
    }

    private static List<Fault> faults(String file) {
        FaultyFile faulty =
                catchThrowableOfType(
                        FaultyFile.class, () -> ConnectorFiles.read(file, FileTrial.NO_CALLS));
        return faulty == null ? List.of() : faulty.faults();
    }

    private static void assertFault(String file, int line, int column, String said) {
        assertThat(faults(file))
                .anySatisfy(fault -> {
                    assertThat(fault.place()).isEqualTo(new Place(line, column));
                    assertThat(fault.message()).contains(said);
                });
    }

    @Test
    void aSettingThatIsUnknownIsCompared() {
        assertFault(action("requset: GET /x"), 10, 5, "did you mean \"request\"?");
    }

    @Test
    void jsonHasTheSamePlaces() {
        assertFault(
                "{\"format\": 1,\n \"id\": \"desk\", \"name\": \"Desk\", \"tried\": false,\n"
                        + "  \"connection\": {\"auth\": [\"tokn\"]}, \"actions\": {}}",
                3,
                26,
                "\"tokn\" is no kind of authentication");
    }

    @Test
    void allFaultsAreSaidAtOnceInTheOrderOfTheFile() {
        List<Fault> faults =
                faults(
                        action(
                                """
                                request: FETCH /x
                                query: {a: "{User/ID}"}
                                out: {Result: {A: "nonsense[] x", B: {type: txt, from: x}}}\
                                """));

        assertThat(faults).hasSizeGreaterThanOrEqualTo(3);
        assertThat(faults).extracting(Fault::place).isSorted();
    }

    @Test
    void aKeyThatStandsTwiceNamesBothPlaces() {
        assertFault(HEAD + "name: Other\n", 6, 1, "twice, the first time in line 3");
    }

    @Test
    void anUnknownInputIsCompared() {
        assertFault(
                action("request: GET /x/{User/Id}\nin: {User: {ID*: Who}}"),
                10,
                14,
                "There is no input \"User/Id\"; did you mean \"User/ID\"?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/../b",
                "/a/./b",
                "/a/%2e%2e/b",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/a b",
                "/a?b=c",
                "/a#b",
                "a/b",
                "//evil.example/x",
                "https://{User/ID}.example.com/x",
                "https://{User/ID}/x",
                "https://user@example.com/x",
                "http://exa mple.com/x",
                "/ä"
            })
    void aPathCannotLeadElsewhere(String path) {
        assertThat(
                        faults(
                                action(
                                        "request: {method: GET, url: \""
                                                + path.replace("\\", "\\\\")
                                                + "\"}\nin: {User: {ID: Who}}")))
                .as(path)
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "headers: {Authorization: x} ~ credentials come from the connection",
                "headers: {Host: x} ~ credentials come from the connection",
                "headers: {'a b': x} ~ cannot be the name of a header",
                "query: {q: \"name = '{User/ID}'\"} ~ between quotes",
                "query: {q: 'name = \"{User/ID}\"'} ~ between quotes",
                "text: 'a {User/ID} b' ~ could say more",
                "body: {a: '{User/ID'} ~ opened and not closed",
                "body: {a: 'User/ID}'} ~ closed that was not opened",
                "body: {a: '{User/ID|shout}'} ~ is unknown",
                "body: {a: '{@old.id}'} ~ is unknown here",
                "body: {'*': Other} ~ is none",
                "out: {R: {a: $state}} ~ expected $ for the whole body",
                "out: {R: {a: a..b}} ~ is no path into the answer",
                "out: {R: {a: {help: x}}} ~ needs \"from\"",
                "out: {R: {a: dat created_at}} ~ is no type",
                "out: {R: nobody} ~ There is no shape",
                "each: abc ~ must be one input",
            })
    void whatCouldDoHarmOrNothingIsAFault(String settings, String said) {
        assertThat(faults(action("request: GET /x\nin: {User: {ID: Who}}\n" + settings)))
                .extracting(Fault::message)
                .anySatisfy(message -> assertThat(message).contains(said));
    }

    @Test
    void aRequestThatIsMoreThanAReadNeedsAnEffect() {
        assertFault(action("request: POST /x"), 8, 5, "needs \"effect\"");
        assertThat(faults(action("request: DELETE /x\neffect: READ"))).isNotEmpty();
        assertThat(faults(action("request: POST /x\neffect: READ"))).isEmpty();
    }

    @Test
    void aMethodIsOnlyChosenAmongMethods() {
        assertThat(
                        faults(
                                action(
                                        "request: {method: \"{R/M}\", url: /x}\neffect:"
                                                + " DESTRUCTIVE\nin: {R: {M: (GET|TRACE) Which}}")))
                .extracting(Fault::message)
                .anySatisfy(message -> assertThat(message).contains("choices are methods"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &x [1]\nb: *x",
                "a: &a [x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]",
                "a: !!javax.script.ScriptEngineManager [x]",
                "a: !local x",
                "? [complex]\n: key",
                "--- a\n--- b",
                "",
                "   ",
                "[]",
                "7",
                "null",
                "\u0000",
                "{",
                "{\"a\": 1, \"a\": 2}",
                "a: 1\n b: 2",
                "\tformat: 1",
                "format: 99999999999999999999999999999999999999999999999999",
            })
    void hostileAndBrokenFilesAreFaultsWithAPlace(String file) {
        assertThat(faults(file)).as(file).isNotEmpty();
    }

    @Test
    void depthAndSizeAreBounded() {
        assertThat(faults("[".repeat(100_000))).isNotEmpty();
        assertThat(faults("{\"a\":".repeat(100_000))).isNotEmpty();
        assertThat(faults("a: ".repeat(1000))).isNotEmpty();
        assertThat(faults("- ".repeat(5000))).isNotEmpty();
        assertThat(faults("a".repeat(LocatedReader.LONGEST + 1)).getFirst().message())
                .contains("at most " + LocatedReader.LONGEST);
        assertThat(faults("? ".repeat(5000))).isNotEmpty();
    }

    @Test
    void shapesThatHoldEachOtherEndSoon() {
        StringBuilder shapes = new StringBuilder(HEAD + "shapes:\n");
        for (int i = 0; i < 12; i++) {
            shapes.append("  s").append(i).append(": {");
            for (int j = 0; j < 12; j++) {
                shapes.append("f")
                        .append(j)
                        .append(": {from: x, fields: s")
                        .append((i + 1) % 12)
                        .append("}, ");
            }
            shapes.append("g: x}\n");
        }
        shapes.append("actions: {a: {title: A, help: A, request: GET /x, out: {R: s0}}}\n");

        assertThat(faults(shapes.toString()))
                .extracting(Fault::message)
                .anySatisfy(message -> assertThat(message).contains("Shapes stand within"));
    }

    /**
     * Whatever is cut out of a good file, put in or swapped: a fault with a place, or a connector.
     */
    @Test
    void anyChangedFileIsReadOrRefusedWithAPlace() throws IOException {
        long seed = 20261129;
        Random random = new Random(seed);
        List<String> files = List.of(bundled("github"), bundled("jira2"));
        String signs = "{}[]:,'\"|>&*!%@`#?-\n\t ~$/.0aé\u0000\ud83d";
        for (int i = 0; i < 1500; i++) {
            String file = files.get(random.nextInt(files.size()));
            StringBuilder changed = new StringBuilder(file);
            for (int j = random.nextInt(1, 4); j > 0; j--) {
                int at = random.nextInt(changed.length());
                switch (random.nextInt(3)) {
                    case 0 ->
                            changed.delete(at, Math.min(changed.length(), at + random.nextInt(40)));
                    case 1 -> changed.insert(at, signs.charAt(random.nextInt(signs.length())));
                    default -> {
                        int from = random.nextInt(changed.length());
                        changed.insert(
                                at,
                                changed.substring(
                                        from,
                                        Math.min(changed.length(), from + random.nextInt(60))));
                    }
                }
            }
            String text = changed.toString();
            assertThatCode(
                            () -> {
                                for (Fault fault : faults(text)) {
                                    assertThat(fault.message()).isNotBlank();
                                    assertThat(fault.place().line()).isPositive();
                                }
                            })
                    .as("seed %d, round %d", seed, i)
                    .doesNotThrowAnyException();
        }
    }

    private static String bundled(String name) {
        try {
            return Files.readString(
                    Path.of(
                            System.getProperty("hookline.root", ".."),
                            "connectors/src/main/resources/connectors",
                            name + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
