package dev.slipway.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final List<String> PARTS = List.of("broker", "registry", "git", "queues", "slack");
  private static final JavaClasses SANDBOX =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.slipway.sandbox");

  @Test
  void isPlainJavaAndUsesNoneOfOurModules() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..", "dev.slipway.events..", "dev.slipway.messaging..")
        .check(SANDBOX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"broker", "registry", "git", "queues", "slack"})
  void eachPartIsUsableAlone(String part) {
    String[] others =
        PARTS.stream()
            .filter(other -> !other.equals(part))
            .map(other -> "dev.slipway.sandbox." + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.sandbox." + part + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(SANDBOX);
  }

  @Test
  void httpKnowsNoPart() {
    classes()
        .that()
        .resideInAPackage("dev.slipway.sandbox.http..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "com.sun.net.httpserver..",
            "org.slf4j..",
            "org.jspecify..",
            "dev.slipway.sandbox.http..")
        .check(SANDBOX);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.slipway.sandbox.(*)..").should().beFreeOfCycles().check(SANDBOX);
  }

  @Test
  void noPackageIsADrawerForAnything() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..common..", "..helper..", "..manager..", "..impl..", "..dto..")
        .check(SANDBOX);
  }
}
