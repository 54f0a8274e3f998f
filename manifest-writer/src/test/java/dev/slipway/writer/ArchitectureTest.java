package dev.slipway.writer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String CORE = "dev.slipway.writer";
  private static final String WIRING =
      ".*\\.(ManifestWriterApplication|WriterConfiguration|WriterSettings|GitAccounts)(\\$.*)?";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(CORE);

  @Test
  void theCoreKnowsNoFrameworkAndNoAdapter() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE, CORE + ".files..", CORE + ".request..")
        .and()
        .haveNameNotMatching(WIRING)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "org.eclipse.jgit..",
            CORE + ".git..",
            CORE + ".github..",
            CORE + ".webhook..")
        .check(CLASSES);
  }

  @Test
  void editingKnowsOnlyValuesAndYaml() {
    classes()
        .that()
        .resideInAPackage(CORE + ".edit")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            CORE + ".edit",
            "dev.slipway.events.value",
            "org.snakeyaml.engine..",
            "tools.jackson..",
            "picocli..",
            "org.jspecify..",
            "java..")
        .check(CLASSES);
  }

  @Test
  void choosingKnowsOnlyValuesAndRegularExpressions() {
    classes()
        .that()
        .resideInAPackage(CORE + ".policy")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            CORE + ".policy",
            "dev.slipway.events.value",
            "com.google.re2j",
            "org.jspecify..",
            "java..")
        .check(CLASSES);
  }

  @Test
  void onlyTheGitAdapterKnowsJGit() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CORE + ".git..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jgit..")
        .check(CLASSES);
  }

  @Test
  void nothingGoesInCircles() {
    slices().matching(CORE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
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
