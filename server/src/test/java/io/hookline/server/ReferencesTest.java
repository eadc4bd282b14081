package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The repository explains itself: what its pages and comments refer to is in it. */
class ReferencesTest {
    private static final Path ROOT = root();

    @Test
    void everyReferenceOfPagesAndCommentsLeadsSomewhere() {
        assertThat(References.broken(ROOT)).isEmpty();
    }

    @Test
    void everyPageBelowDocsCanBeReachedFromTheReadme() {
        assertThat(References.unreachable(ROOT)).isEmpty();
    }

    @Test
    void everyClassThatPagesAboutTheCodeNameExists() {
        assertThat(References.unknownTypes(ROOT)).isEmpty();
    }

    @Test
    void aClassThatIsNeitherHereNorImportedIsNamed(@TempDir Path checkout) throws IOException {
        write(checkout, "room/src/main/A.java", "import java.util.Map;\nclass Inner {}\n");
        write(
                checkout,
                "docs/architecture.md",
                "`A` `A.of(1)` `Map` `POST` `a` `Link-To`\n`Inner`\n");
        write(checkout, "room/src/main/README.md", "`Lost.find()`");
        write(checkout, "docs/adr/1.md", "`Replaced`");

        assertThat(References.unknownTypes(checkout))
                .containsExactly(
                        "docs/architecture.md:2: Inner", "room/src/main/README.md:1: Lost");
    }

    @Test
    void whatLeadsNowhereIsNamedWithItsFileAndLine(@TempDir Path checkout) throws IOException {
        write(checkout, "README.md", "# Title\n\n[here](#title) [there](docs/a.md#one--two)\n");
        write(checkout, "docs/a.md", "# A\n\n## One & two\n[gone](b.md) [lost](#three)\n");
        write(checkout, "room/src/A.java", "/** See docs/c.md and d.md, section 3. */");
        write(checkout, "room/src/C.java", "// docs/a.md#one--two, docs/a.md#four");
        write(checkout, "room/src/B.java", "/** See room/src/D.java; RFC 9110, section 3. */");
        write(checkout, "room/target/made.md", "[gone](b.md)\n");

        assertThat(References.broken(checkout))
                .containsExactly(
                        "docs/a.md:4: b.md",
                        "docs/a.md:4: #three",
                        "room/src/A.java:1: docs/c.md",
                        "room/src/A.java:1: d.md",
                        "room/src/A.java:1: a section of an unnamed document",
                        "room/src/B.java:1: room/src/D.java",
                        "room/src/C.java:1: docs/a.md#four");
    }

    @Test
    void aPageThatNothingLinksIsNamed(@TempDir Path checkout) throws IOException {
        write(checkout, "README.md", "[a](docs/a.md#part)\n");
        write(checkout, "docs/a.md", "## Part\n[deeper](deep/b.md)\n");
        write(checkout, "docs/deep/b.md", "");
        write(checkout, "docs/deep/c.md", "");

        assertThat(References.unreachable(checkout)).containsExactly("docs/deep/c.md");
    }

    private static void write(Path checkout, String name, String text) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** The folder of the launcher, from wherever the tests run. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("hookline")) || !Files.exists(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
