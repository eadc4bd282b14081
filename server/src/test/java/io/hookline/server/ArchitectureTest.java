package io.hookline.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tree shows the architecture, and its arrows point one way (docs/architecture.md). */
@AnalyzeClasses(packages = "io.hookline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SERVER = "io.hookline.server.";

    /** The features of the server: each may use those before it, none those after it. */
    private static final List<String> FEATURES =
            List.of(
                    "json",
                    "url",
                    "refusal",
                    "store",
                    "task",
                    "memory",
                    "access",
                    "http",
                    "access.http",
                    "event",
                    "studio",
                    "execution",
                    "schedule",
                    "feed",
                    "endpoint",
                    "hook",
                    "delivery",
                    "retention",
                    "alert",
                    "metrics",
                    "activity",
                    "console",
                    "pages",
                    "template",
                    "mirror",
                    "configuration");

    /**
     * The packages inside of features: each may use those before it, none those after it. An empty
     * name is the package of the feature itself, which holds its face.
     */
    private static final Map<String, List<String>> PACKAGES =
            Map.of(
                    "access",
                    List.of("", "signon", "http"),
                    "template",
                    List.of("", "http"),
                    "http",
                    List.of("", "jetty"),
                    "event",
                    List.of("log", "audit", "catalog", "search", "ingest", "", "http"),
                    "endpoint",
                    List.of("invocation", "http"),
                    "alert",
                    List.of("rule", "send", "watch", "", "http"),
                    "execution",
                    List.of(
                            "masking",
                            "model",
                            "recording",
                            "queue",
                            "chain",
                            "guard",
                            "approval",
                            "journal",
                            "run",
                            "history",
                            "rerun",
                            "rehearsal",
                            "trial",
                            "",
                            "http"),
                    "hook",
                    List.of("definition", "lifecycle", "health", "filter", "http"),
                    "delivery",
                    List.of("attempt", "record", "lane", "replay", "preview", "", "http"),
                    "studio",
                    List.of(
                            "audit",
                            "use",
                            "folder",
                            "table",
                            "connection",
                            "connector",
                            "draft",
                            "flow",
                            "check",
                            "transfer",
                            "",
                            "http"));

    private static final String[] PURE = {
        "java..", "com.fasterxml.jackson..", "com.google.re2j..", "io.hookline.compute.."
    };

    @ArchTest
    static final ArchRule computingUsesOnlyRe2j =
            classes()
                    .that(resideInAPackage("io.hookline.compute.."))
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    "java..", "com.google.re2j..", "io.hookline.compute.."));

    @ArchTest
    static final ArchRule filterUsesOnlyJacksonRe2jAndComputing =
            classes()
                    .that(resideInAPackage("io.hookline.filter.."))
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(PURE).or(resideInAPackage("io.hookline.filter..")));

    @ArchTest
    static final ArchRule flowsDoNoInputOrOutput =
            noClasses()
                    .that(resideInAPackage("io.hookline.flow.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "java.net.http..",
                                    "java.nio.file..",
                                    "java.nio.channels..",
                                    "java.sql..",
                                    "io.hookline.outbound..",
                                    "io.hookline.connectors..",
                                    "io.hookline.server..",
                                    "org.eclipse.jetty.."));

    @ArchTest
    static final ArchRule outboundKnowsNothingOfOurs =
            noClasses()
                    .that(resideInAPackage("io.hookline.outbound.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "io.hookline.flow..",
                                    "io.hookline.filter..",
                                    "io.hookline.connectors..",
                                    "io.hookline.server.."));

    @ArchTest
    static final ArchRule connectorsUseFlowsAndOutboundOnly =
            noClasses()
                    .that(resideInAPackage("io.hookline.connectors.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("io.hookline.filter..", "io.hookline.server.."));

    @ArchTest
    static final ArchRule onlyOutboundOpensSockets =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.hookline.outbound..",
                            // programs beside the product
                            "io.hookline.bench..",
                            "io.hookline.testing.simulate..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("java.net.http..", "org.apache.hc.client5.."));

    /** What of a feature is not its http package, and that package: two steps of the order. */
    private static final SliceAssignment STEPS =
            new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    String[] names = type.getPackageName().split("\\.");
                    if (!type.getPackageName().startsWith(SERVER) || names.length < 4) {
                        return SliceIdentifier.ignore();
                    }
                    return names[names.length - 1].equals("http")
                            ? SliceIdentifier.of(names[3], "http")
                            : SliceIdentifier.of(names[3]);
                }

                @Override
                public String getDescription() {
                    return "features and their http packages";
                }
            };

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().assignedFrom(STEPS).should().beFreeOfCycles();

    /** What is HTTP as a whole, or sets up the server: edge, pages, and how it is configured. */
    private static final Set<String> OUTSIDE = Set.of("http", "console", "pages", "configuration");

    /** A reader who meets a name knows which class is meant. */
    @ArchTest
    static void noSimpleNameIsUsedTwiceInAModule(JavaClasses imported) {
        Map<String, List<String>> byName =
                imported.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .collect(
                                Collectors.groupingBy(
                                        type ->
                                                type.getPackageName().split("\\.")[2]
                                                        + "/"
                                                        + type.getSimpleName(),
                                        Collectors.mapping(
                                                JavaClass::getName, Collectors.toList())));
        assertThat(byName).allSatisfy((name, types) -> assertThat(types).hasSize(1));
    }

    @ArchTest
    static void onlyHttpPackagesKnowHttp(JavaClasses imported) {
        noClasses()
                .that(
                        DescribedPredicate.describe(
                                "are no part of the edge", ArchitectureTest::isInsideOfAFeature))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.eclipse.jetty..", "io.hookline.server..http.."))
                .allowEmptyShould(true)
                .check(imported);
    }

    private static boolean isInsideOfAFeature(JavaClass type) {
        String[] names = type.getPackageName().split("\\.");
        return type.getPackageName().startsWith(SERVER)
                && names.length > 3
                && FEATURES.contains(names[3])
                && !names[names.length - 1].equals("http")
                && !OUTSIDE.contains(names[3]);
    }

    @ArchTest
    static void aFeatureUsesOnlyThoseBeforeIt(JavaClasses imported) {
        for (int i = 0; i < FEATURES.size() - 1; i++) {
            List<String> later = FEATURES.subList(i + 1, FEATURES.size());
            noClasses()
                    .that(belongTo(List.of(FEATURES.get(i))))
                    .should()
                    .dependOnClassesThat(belongTo(later))
                    .allowEmptyShould(true)
                    .check(imported);
        }
    }

    /** Those in a package of one of the features that is not a feature of its own. */
    private static DescribedPredicate<JavaClass> belongTo(List<String> features) {
        return DescribedPredicate.describe(
                "belong to " + String.join(", ", features),
                type -> feature(type).filter(features::contains).isPresent());
    }

    private static Optional<String> feature(JavaClass type) {
        String name = type.getPackageName() + ".";
        return FEATURES.stream()
                .filter(feature -> name.startsWith(SERVER + feature + "."))
                .max(Comparator.comparingInt(String::length));
    }

    @ArchTest
    static void aPackageUsesOnlyThoseBeforeItInItsFeature(JavaClasses imported) {
        PACKAGES.forEach((feature, names) -> {
            List<String> packages = names.stream().map(name -> packageOf(feature, name)).toList();
            for (int i = 0; i < packages.size() - 1; i++) {
                List<String> later = packages.subList(i + 1, packages.size());
                noClasses()
                        .that(resideInAPackage(packages.get(i)))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(later.toArray(String[]::new)))
                        .check(imported);
            }
        });
    }

    @ArchTest
    static void everyPackageOfAFeatureHasItsPlace(JavaClasses imported) {
        PACKAGES.forEach((feature, names) ->
                classes()
                        .that(resideInAPackage(SERVER + feature + ".."))
                        .and()
                        .doNotHaveSimpleName("package-info")
                        .should()
                        .resideInAnyPackage(
                                names.stream()
                                        .map(name -> packageOf(feature, name))
                                        .toArray(String[]::new))
                        .check(imported));
    }

    private static String packageOf(String feature, String name) {
        return SERVER + feature + (name.isEmpty() ? "" : "." + name);
    }

    @ArchTest
    static final ArchRule onlyTheEdgeKnowsTheHttpServer =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.hookline.server.http.jetty")
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.eclipse.jetty.."));

    @ArchTest
    static final ArchRule onlyTheStoreKnowsJdbcAndTheEngine =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.hookline.server.store..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("java.sql..", "org.sqlite.."));

    @ArchTest
    static final ArchRule nothingIsCalledUtil =
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .orShould()
                    .haveSimpleNameEndingWith("Manager")
                    .orShould()
                    .haveSimpleNameEndingWith("Impl");

    /** The table of features and packages in {@code docs/architecture.md}. */
    private static final Pattern ROW =
            Pattern.compile("\\| (`[^|]+) \\|[^|]*\\|([^|]*)\\|[^|]*\\|");

    @ArchTest
    static void thePageShowsTheOrderThatIsAsserted(JavaClasses imported) throws IOException {
        List<String> features = new ArrayList<>();
        Map<String, List<String>> packages = new HashMap<>();
        Path page = Path.of(System.getProperty("hookline.root", ".."), "docs", "architecture.md");
        for (String line : Files.readAllLines(page)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                List<String> named = names(row.group(1));
                features.addAll(named);
                named.forEach(name -> packages.put(name, names(row.group(2))));
            }
        }
        assertThat(features)
                .containsExactlyElementsOf(
                        FEATURES.stream().filter(name -> !name.contains(".")).toList());
        PACKAGES.forEach((feature, order) ->
                assertThat(packages.get(feature))
                        .as(feature)
                        .containsExactlyElementsOf(
                                order.stream().filter(name -> !name.isEmpty()).toList()));
    }

    private static List<String> names(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
