package dev.slipway.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.slipway.events");

  @Test
  void usesTheJdkAndJacksonOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.slipway.events..",
            "java..",
            "org.jspecify.annotations..",
            "com.fasterxml.jackson.annotation..",
            "tools.jackson..")
        .check(CLASSES);
  }

  @Test
  void touchesNothingOutside() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.sql..")
        .andShould()
        .accessClassesThat()
        .haveFullyQualifiedName("java.lang.System")
        .check(CLASSES);
  }

  @Test
  void valuesKnowNoEvents() {
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.events.value")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.slipway.events")
        .check(CLASSES);
  }

  @Test
  void valuesUseOnlyJacksonsAnnotations() {
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.events.value")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..common..", "..helper..", "..manager..", "..impl..", "..dto..")
        .check(CLASSES);
  }
}
