package dev.slipway.notifier;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.slipway.notifier");

  private static final DescribedPredicate<JavaClass> SPRING_PARTS =
      simpleNameEndingWith("Application")
          .or(simpleNameEndingWith("Configuration"))
          .or(simpleNameEndingWith("Settings"));

  @Test
  void theCoreKnowsNeitherSpringNorHttp() {
    noClasses()
        .that(DescribedPredicate.not(SPRING_PARTS))
        .and()
        .resideInAPackage("dev.slipway.notifier")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "java.net.http..",
            "org.apache.kafka..",
            "dev.slipway.notifier.*..")
        .check(CLASSES);
  }

  @Test
  void onlyTheWebAdapterKnowsSpring() {
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.notifier.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.slipway.notifier.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void packagesAreNamedByWhatTheyOwn() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..common..", "..helper..", "..manager..", "..impl..", "..dto..")
        .check(CLASSES);
  }
}
