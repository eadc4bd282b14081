package io.hookline.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what pages, comments and strings of a checkout refer to: Markdown links with their anchors,
 * and paths of files and folders of the checkout.
 */
final class References {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern PAGE = Pattern.compile("[\\w./-]*\\w\\.md\\b(?:#[\\w-]+)?");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+)");

    /** A number of a section means nothing without the document; RFCs are known by their number. */
    private static final Pattern SECTION = Pattern.compile("\\bsections? \\d");

    private static final Pattern CITED = Pattern.compile("\\bRFC \\d+");

    private static final Pattern COMMENT = Pattern.compile("^\\s*(/?\\*|//)|\\s// ");

    private static final Set<String> READ = Set.of("md", "java", "sql", "xml", "sh", "css", "html");
    private static final Set<String> SCRIPTS = Set.of("hookline", "run");

    /**
     * Released migrations keep their checksum and so their comments; the test has broken examples.
     */
    private static final Set<String> PASSED_OVER =
            Set.of("V2__studio.sql", "V4__hooks.sql", "ReferencesTest.java");

    private static final Pattern IMPORT = Pattern.compile("^import [\\w. ]+\\.(\\w+);");

    private static final Pattern NAMED =
            Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:[.(][^`]*)?`");

    private final Path root;
    private final Pattern path;
    private final Map<Path, Set<String>> anchors = new HashMap<>();
    private final List<String> broken = new ArrayList<>();

    private References(Path root) {
        this.root = root;
        this.path = paths(root);
    }

    /** What does not lead anywhere, as {@code file:line: reference}. */
    static List<String> broken(Path root) {
        References references = new References(root);
        files(root).stream()
                .filter(file -> !PASSED_OVER.contains(file.getFileName().toString()))
                .forEach(references::read);
        return references.broken;
    }

    /** The pages that no chain of links leads to from the README of the checkout. */
    static List<String> unreachable(Path root) {
        Set<Path> reached = new HashSet<>();
        List<Path> open = new ArrayList<>(List.of(root.resolve("README.md")));
        while (!open.isEmpty()) {
            Path page = open.removeLast();
            if (!isPage(page) || !Files.exists(page) || !reached.add(page)) {
                continue;
            }
            for (String line : lines(page)) {
                LINK.matcher(line)
                        .results()
                        .map(link -> link.group(1).split("#", 2)[0])
                        .filter(target -> !target.isEmpty() && !target.contains(":"))
                        .forEach(target -> open.add(page.resolveSibling(target).normalize()));
            }
        }
        return files(root).stream()
                .filter(References::isPage)
                .filter(page -> page.startsWith(root.resolve("docs")))
                .filter(page -> !reached.contains(page))
                .map(page -> root.relativize(page).toString())
                .toList();
    }

    /**
     * Classes that the pages about the code name in code style and that neither are in the checkout
     * nor imported there, as {@code file:line: name}.
     */
    static List<String> unknownTypes(Path root) {
        List<Path> files = files(root);
        Set<String> known = new HashSet<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".java")) {
                known.add(name.substring(0, name.length() - ".java".length()));
                lines(file).stream()
                        .map(IMPORT::matcher)
                        .filter(Matcher::find)
                        .forEach(found -> known.add(found.group(1)));
            }
        }
        List<String> unknown = new ArrayList<>();
        for (Path file : files) {
            if (isPage(file) && isAboutCode(root.relativize(file).toString())) {
                unknown.addAll(unknownTypes(root, file, known));
            }
        }
        return unknown;
    }

    private static List<String> unknownTypes(Path root, Path page, Set<String> known) {
        List<String> unknown = new ArrayList<>();
        List<String> lines = lines(page);
        for (int i = 0; i < lines.size(); i++) {
            Matcher named = NAMED.matcher(lines.get(i));
            while (named.find()) {
                if (!known.contains(named.group(1))) {
                    unknown.add(root.relativize(page) + ":" + (i + 1) + ": " + named.group(1));
                }
            }
        }
        return unknown;
    }

    /** Decisions are not: they name what there was when they were made. */
    private static boolean isAboutCode(String page) {
        return page.contains("/src/main/")
                || page.equals("CONTRIBUTING.md")
                || page.equals("docs/architecture.md");
    }

    private void read(Path file) {
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int number = i + 1;
            if (isPage(file)) {
                LINK.matcher(line)
                        .results()
                        .map(link -> link.group(1))
                        .filter(target -> !leads(file, target))
                        .forEach(target -> report(file, number, target));
            }
            String rest = isPage(file) ? LINK.matcher(line).replaceAll("]") : line;
            if (!rest.contains(".md") && !rest.contains("/") && !rest.contains("section")) {
                continue;
            }
            Stream.of(isProse(file, line) ? PAGE : path, path)
                    .flatMap(kind -> kind.matcher(rest).results())
                    .map(found -> found.group().replaceAll("[./-]+$", ""))
                    .distinct()
                    .filter(name -> !exists(file, name))
                    .forEach(name -> report(file, number, name));
            if (isProse(file, line)
                    && SECTION.matcher(rest).find()
                    && !CITED.matcher(rest).find()) {
                report(file, number, "a section of an unnamed document");
            }
        }
    }

    private void report(Path file, int line, String reference) {
        broken.add(root.relativize(file) + ":" + line + ": " + reference);
    }

    private boolean leads(Path file, String target) {
        if (target.matches("[a-z]+:.*")) {
            return true;
        }
        String[] parts = target.split("#", 2);
        Path page = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        return Files.exists(page)
                && page.startsWith(root)
                && (parts.length == 1 || anchors(page).contains(parts[1]));
    }

    /**
     * A name counts from the root or from the file's own folder; what a build makes is passed over.
     */
    private boolean exists(Path file, String name) {
        String[] parts = name.split("#", 2);
        return name.contains("target/")
                || Stream.of(root.resolve(parts[0]), file.resolveSibling(parts[0]))
                        .filter(Files::exists)
                        .anyMatch(page -> parts.length == 1 || anchors(page).contains(parts[1]));
    }

    private Set<String> anchors(Path page) {
        return anchors.computeIfAbsent(page, References::headings);
    }

    private static Set<String> headings(Path page) {
        Set<String> anchors = new HashSet<>();
        boolean code = false;
        for (String line : lines(page)) {
            code ^= line.startsWith("```");
            Matcher heading = HEADING.matcher(line);
            if (!code && heading.matches()) {
                String anchor =
                        heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .replace(' ', '-');
                for (int i = 1; !anchors.add(anchor + (i == 1 ? "" : "-" + (i - 1))); i++) {
                    // the same heading again gets a number
                }
            }
        }
        return anchors;
    }

    /** Paths below the folders of the root: into sources, into docs, or to a file with a suffix. */
    private static Pattern paths(Path root) {
        List<String> folders = new ArrayList<>();
        try (Stream<Path> entries = Files.list(root)) {
            entries.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .map(Pattern::quote)
                    .forEach(folders::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Pattern.compile(
                "(?<![\\w./}-])(?:(?:"
                        + String.join("|", folders)
                        + ")/src/[\\w./-]*\\w|docs/[\\w./-]*\\w)(?![\\w/<*-])");
    }

    private static List<Path> files(Path root) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            return isSource(root, folder)
                                    ? FileVisitResult.CONTINUE
                                    : FileVisitResult.SKIP_SUBTREE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            String name = file.getFileName().toString();
                            String suffix = name.substring(name.lastIndexOf('.') + 1);
                            if (READ.contains(suffix) || SCRIPTS.contains(name)) {
                                files.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return files;
    }

    /** Not what a build, a tool or a running server wrote. */
    private static boolean isSource(Path root, Path folder) {
        String name = folder.getFileName().toString();
        return folder.equals(root)
                || name.equals(".ci")
                || !name.startsWith(".") && !name.equals("target") && !name.equals("node_modules");
    }

    /** Of code, comments only: its strings may name pages that it makes. */
    private static boolean isProse(Path file, String line) {
        return !file.toString().endsWith(".java") || COMMENT.matcher(line).find();
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
