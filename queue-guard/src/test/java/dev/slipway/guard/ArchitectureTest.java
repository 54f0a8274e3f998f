package dev.slipway.guard;

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
          .importPackages("dev.slipway.guard");

  private static final DescribedPredicate<JavaClass> SPRING_PARTS =
      simpleNameEndingWith("Application")
          .or(simpleNameEndingWith("Configuration"))
          .or(simpleNameEndingWith("Settings"));

  @Test
  void theCoreKnowsNeitherSpringNorAws() {
    noClasses()
        .that(DescribedPredicate.not(SPRING_PARTS))
        .and()
        .resideInAPackage("dev.slipway.guard")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "software.amazon..",
            "org.apache.kafka..",
            "dev.slipway.guard.*..")
        .check(CLASSES);
  }

  @Test
  void adaptersKnowNoSpring() {
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.guard.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("dev.slipway.guard.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
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
