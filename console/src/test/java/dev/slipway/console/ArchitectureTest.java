package dev.slipway.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CONSOLE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.slipway.console");

  @Test
  void theCoreKnowsNoSpring() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.slipway.console", "dev.slipway.console.token")
        .and()
        .haveSimpleNameNotStartingWith("Console")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "jakarta..")
        .check(CONSOLE);
  }

  @Test
  void theCommandKnowsNothingThatWouldMakeItSlow() {
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.console.cli")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "dev.slipway.console",
            "dev.slipway.console.web",
            "dev.slipway.console.token",
            "dev.slipway.events..",
            "dev.slipway.messaging..",
            "org.slf4j..")
        .check(CONSOLE);
  }

  @Test
  void theCoreKnowsNoAdapter() {
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.console")
        .and()
        .haveSimpleNameNotStartingWith("Console")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.slipway.console.web", "dev.slipway.console.token")
        .check(CONSOLE);
  }

  @Test
  void onlyTheInterfacesOfMessagingAreUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.slipway.messaging.kafka..", "org.apache.kafka..")
        .check(CONSOLE);
  }

  @Test
  void theAdaptersHaveNoCycle() {
    slices().matching("dev.slipway.console.(*)..").should().beFreeOfCycles().check(CONSOLE);
  }

  @Test
  void noPackageIsADrawerForOddments() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..common..", "..helper..", "..manager..", "..impl..", "..dto..")
        .check(CONSOLE);
  }
}
