import org.w3c.dom.Element;
import org.w3c.dom.Node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

/**
 * Writes the licences and notices of all libraries in a package into one file, each text once. A
 * library without a licence that can be told ends the packaging.
 *
 * <p>{@code java Notices.java LIB CONSOLE FILE}
 */
final class Notices {
    private static final Path REPOSITORY =
            Path.of(System.getProperty("user.home"), ".m2", "repository");
    private static final Pattern TEXT =
            Pattern.compile(
                    "(META-INF/)?[^/]*(LICENSE|LICENCE|NOTICE|COPYING)[^/]*",
                    Pattern.CASE_INSENSITIVE);
    private static final int MOST_PARENTS = 8;

    /** A library, what its licence is called, and the texts that come with it. */
    private record Library(String name, String licence, List<String> texts) {}

    private Notices() {}

    public static void main(String[] arguments) throws Exception {
        List<Library> libraries = new ArrayList<>();
        try (Stream<Path> jars = Files.list(Path.of(arguments[0]))) {
            for (Path jar : jars.sorted().toList()) {
                if (!jar.getFileName().toString().startsWith("hookline-")) {
                    libraries.add(library(jar));
                }
            }
        }
        libraries.addAll(bundled(Path.of(arguments[1])));
        List<String> unknown =
                libraries.stream()
                        .filter(library -> library.licence().isBlank())
                        .map(Library::name)
                        .toList();
        if (!unknown.isEmpty()) {
            System.err.println(
                    "hookline: no licence was found for "
                            + String.join(", ", unknown)
                            + ", neither in the jar nor in a POM in "
                            + REPOSITORY);
            System.exit(1);
        }
        Files.writeString(Path.of(arguments[2]), document(libraries));
    }

    private static String document(List<Library> libraries) {
        StringBuilder document =
                new StringBuilder(
                        "Hookline contains these libraries, each under its own licence. Java itself"
                                + " is in runtime/, its notices in runtime/legal/.\n\n");
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (Library library : libraries) {
            document.append(library.name()).append(": ").append(library.licence()).append('\n');
            for (String text : library.texts()) {
                texts.computeIfAbsent(text, key -> new ArrayList<>()).add(library.name());
            }
        }
        texts.forEach((text, names) ->
                document.append("\n")
                        .append("=".repeat(100))
                        .append("\nFrom ")
                        .append(String.join(", ", names))
                        .append(":\n\n")
                        .append(text)
                        .append('\n'));
        return document.toString();
    }

    private static Library library(Path jar) throws Exception {
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        List<String> texts = new ArrayList<>();
        Optional<byte[]> pom = Optional.empty();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                if (TEXT.matcher(entry.getName()).matches() && !entry.isDirectory()) {
                    texts.add(new String(content(file, entry), StandardCharsets.UTF_8).strip());
                }
                if (entry.getName().matches("META-INF/maven/[^/]+/[^/]+/pom.xml")
                        && name.startsWith(entry.getName().split("/")[3] + "-")) {
                    pom = Optional.of(content(file, entry));
                }
            }
            if (pom.isEmpty()) {
                pom = inRepository(name + ".pom");
            }
            String licence = pom.isEmpty() ? "" : licence(pom.get(), MOST_PARENTS);
            if (licence.isBlank() && file.getManifest() != null) {
                licence =
                        Optional.ofNullable(
                                        file.getManifest()
                                                .getMainAttributes()
                                                .getValue("Bundle-License"))
                                .orElse("");
            }
            return new Library(name, licence, texts);
        }
    }

    private static byte[] content(JarFile file, JarEntry entry) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** The names of the licences, of the nearest parent if it has none itself. */
    private static String licence(byte[] pom, int parents) throws Exception {
        Element project =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(pom))
                        .getDocumentElement();
        Optional<Element> licences = child(project, "licenses");
        if (licences.isPresent()) {
            return children(licences.get(), "license").stream()
                    .map(licence ->
                            child(licence, "name").map(Element::getTextContent).orElse("").strip())
                    .filter(licence -> !licence.isEmpty())
                    .collect(Collectors.joining(" or "));
        }
        Optional<Element> parent = child(project, "parent");
        if (parent.isEmpty() || parents == 0) {
            return "";
        }
        String file =
                text(parent.get(), "artifactId") + "-" + text(parent.get(), "version") + ".pom";
        Optional<byte[]> found = inRepository(file);
        return found.isEmpty() ? "" : licence(found.get(), parents - 1);
    }

    private static Optional<byte[]> inRepository(String file) {
        try (Stream<Path> files =
                Files.find(
                        REPOSITORY, 20, (path, is) -> path.getFileName().toString().equals(file))) {
            Optional<Path> first = files.findFirst();
            return first.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Files.readAllBytes(first.get()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Element element, String name) {
        return child(element, name).map(Element::getTextContent).orElse("").strip();
    }

    private static Optional<Element> child(Element element, String name) {
        return children(element, name).stream().findFirst();
    }

    private static List<Element> children(Element element, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getTagName().equals(name)) {
                found.add(child);
            }
        }
        return found;
    }

    /**
     * What the console is bundled from: packages of the lock file that are not for development
     * only.
     */
    private static List<Library> bundled(Path console) throws IOException {
        Map<String, Library> found = new TreeMap<>();
        Matcher entry =
                Pattern.compile("(?ms)^    \"(node_modules/[^\"]+)\": \\{(.*?)^    \\}")
                        .matcher(Files.readString(console.resolve("package-lock.json")));
        while (entry.find()) {
            if (entry.group(2).contains("\"dev\": true")
                    || entry.group(2).contains("\"optional\": true")) {
                continue;
            }
            Path folder = console.resolve(entry.group(1));
            if (!Files.isDirectory(folder)) {
                continue;
            }
            String name =
                    entry.group(1).replaceFirst(".*node_modules/", "")
                            + " "
                            + value(entry.group(2), "version");
            found.put(name, new Library(name, value(entry.group(2), "license"), texts(folder)));
        }
        return List.copyOf(found.values());
    }

    private static List<String> texts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().toUpperCase(Locale.ROOT);
                if (Files.isRegularFile(file) && TEXT.matcher(name).matches()) {
                    texts.add(Files.readString(file).strip());
                }
            }
            return texts;
        }
    }

    private static String value(String json, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\": \"([^\"]*)\"").matcher(json);
        return matcher.find() ? matcher.group(1) : "";
    }
}
