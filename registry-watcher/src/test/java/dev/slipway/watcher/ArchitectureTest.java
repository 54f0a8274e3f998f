package dev.slipway.watcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String CORE = "dev.slipway.watcher";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(CORE);

  @Test
  void theCoreKnowsNoFramework() {
    noClasses()
        .that()
        .resideInAPackage(CORE)
        .and()
        .doNotHaveSimpleName("RegistryWatcherApplication")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "io.micrometer..", "java.net.http..")
        .check(CLASSES);
  }

  @Test
  void theCoreKnowsNoAdapter() {
    noClasses()
        .that()
        .resideInAPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CORE + ".*..")
        .check(CLASSES);
  }

  @Test
  void theRegistryAdapterStandsAlone() {
    noClasses()
        .that()
        .resideInAPackage(CORE + ".registry..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            CORE + ".webhook..", CORE + ".wiring..", "org.springframework..", "io.micrometer..")
        .check(CLASSES);
  }

  @Test
  void nothingGoesInCircles() {
    slices().matching("dev.slipway.(watcher..)").should().beFreeOfCycles().check(CLASSES);
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
