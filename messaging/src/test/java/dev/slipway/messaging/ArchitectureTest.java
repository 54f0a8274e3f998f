package dev.slipway.messaging;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses messaging =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.slipway.messaging");

  @Test
  void whatAServiceSeesKnowsNeitherSpringNorKafka() {
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.messaging")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "io.cloudevents..")
        .check(messaging);
  }

  @Test
  void whatAServiceSeesDoesNotKnowHowItIsDone() {
    slices().matching("dev.slipway.(messaging..)").should().beFreeOfCycles().check(messaging);
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.messaging")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.slipway.messaging.kafka")
        .check(messaging);
  }

  @Test
  void nothingOfTheDomainBeyondTheContract() {
    classes()
        .that()
        .resideInAPackage("dev.slipway.messaging..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages(
            "dev.slipway.watcher..",
            "dev.slipway.writer..",
            "dev.slipway.guard..",
            "dev.slipway.applier..",
            "dev.slipway.notifier..",
            "dev.slipway.console..")
        .check(messaging);
  }

  @Test
  void noPackageIsNamedAfterNothing() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..common..", "..helper..", "..manager..", "..impl..", "..dto..")
        .check(messaging);
  }
}
