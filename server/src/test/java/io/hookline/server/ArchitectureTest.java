package io.hookline.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;

/** The tree tells the architecture, and its arrows point one way (docs/architecture.md). */
@AnalyzeClasses(packages = "io.hookline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** The features of the server: each may use those before it, none those after it. */
    private static final List<String> FEATURES =
            List.of(
                    "store",
                    "http",
                    "access",
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
                    "pages",
                    "configuration");

    private static final String[] PURE = {"java..", "com.fasterxml.jackson..", "com.google.re2j.."};

    @ArchTest
    static final ArchRule filterUsesOnlyJacksonAndRe2j =
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
                                    "io.helidon.."));

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
                    .resideOutsideOfPackages("io.hookline.outbound..", "io.hookline.bench..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("java.net.http..", "org.apache.hc.client5.."));

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("io.hookline.server.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void aFeatureUsesOnlyThoseBeforeIt(
            com.tngtech.archunit.core.domain.JavaClasses imported) {
        for (int i = 0; i < FEATURES.size() - 1; i++) {
            String[] later =
                    FEATURES.subList(i + 1, FEATURES.size()).stream()
                            .map(feature -> "io.hookline.server." + feature + "..")
                            .toArray(String[]::new);
            noClasses()
                    .that(resideInAPackage("io.hookline.server." + FEATURES.get(i) + ".."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(later))
                    .allowEmptyShould(true)
                    .check(imported);
        }
    }

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
}
