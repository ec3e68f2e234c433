package io.tollgate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.data.repository.Repository;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Controller;

/** Who may import whom, and what may stand where. */
class ArchitectureTests {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tollgate");

    private static final DescribedPredicate<JavaClass> DOORS =
            resideInAnyPackage("io.tollgate.proxy", "io.tollgate.console");
    private static final DescribedPredicate<JavaClass> STARTS = resideInAPackage("io.tollgate");
    private static final DescribedPredicate<JavaClass> WEB = resideInAnyPackage(
            "jakarta.servlet..", "org.springframework.web..", "org.springframework.http..", "org.springframework.ui..");
    private static final DescribedPredicate<JavaClass> HTTP_CLIENTS =
            resideInAnyPackage("org.apache.hc..", "java.net.http..");
    private static final DescribedPredicate<JavaClass> STORED = assignableTo(Repository.class)
            .or(DescribedPredicate.describe("is an entity", type -> type.isAnnotatedWith(Entity.class)));

    @Test
    void packagesImportOnlyWhatTheyMay() {
        ApplicationModules.of(TollgateApplication.class).verify();
    }

    private static Stream<Named<ArchRule>> rules() {
        return Stream.of(
                Named.of(
                        "the web stays at the doors",
                        noClasses()
                                .that(not(DOORS.or(STARTS).or(simpleNameStartingWith("H2Console"))))
                                .should()
                                .dependOnClassesThat(WEB)),
                Named.of(
                        "only provider calls out",
                        noClasses()
                                .that(not(resideInAPackage("io.tollgate.provider")))
                                .should()
                                .dependOnClassesThat(HTTP_CLIENTS)),
                Named.of(
                        "only alert writes mail",
                        noClasses()
                                .that(not(resideInAPackage("io.tollgate.alert")))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage("jakarta.mail..", "org.eclipse.angus.."))),
                Named.of(
                        "the data plane touches no row",
                        noClasses()
                                .that()
                                .resideInAPackage("io.tollgate.proxy")
                                .should()
                                .dependOnClassesThat(STORED)),
                Named.of(
                        "controllers are the console's own",
                        classes()
                                .that()
                                .areAnnotatedWith(Controller.class)
                                .should()
                                .resideInAPackage("io.tollgate.console")
                                .andShould()
                                .bePackagePrivate()),
                Named.of(
                        "names say what things are",
                        noClasses()
                                .should()
                                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager|Dto|Service)(\\$.*)?")),
                Named.of("no static state", fields().that().areStatic().should().beFinal()),
                Named.of(
                        "no reactive types, no futures",
                        noClasses()
                                .should()
                                .dependOnClassesThat()
                                .haveFullyQualifiedName("java.util.concurrent.CompletableFuture")
                                .orShould()
                                .dependOnClassesThat(resideInAnyPackage("reactor..", "java.util.concurrent.Flow.."))),
                Named.of(
                        "fields are not public",
                        fields().that().areNotStatic().should().notBePublic()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.check(MAIN);
    }
}
