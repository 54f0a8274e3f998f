package dev.slipway.applier;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
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
          .importPackages("dev.slipway.applier");

  private static final String[] CORE = {
    "dev.slipway.applier",
    "dev.slipway.applier.environment..",
    "dev.slipway.applier.state..",
    "dev.slipway.applier.clearance..",
    "dev.slipway.applier.plan..",
    "dev.slipway.applier.write..",
    "dev.slipway.applier.restart..",
    "dev.slipway.applier.follow..",
    "dev.slipway.applier.drift..",
    "dev.slipway.applier.diff.."
  };

  /** The application, its settings and its health: they put the parts together. */
  private static final DescribedPredicate<JavaClass> SPRING_PARTS =
      simpleNameStartingWith("ClusterApplier")
          .or(simpleNameStartingWith("ClusterHealth"))
          .or(simpleNameEndingWith("Settings"));

  @Test
  void theCoreKnowsNeitherSpringNorAnAdapter() {
    noClasses()
        .that(DescribedPredicate.not(SPRING_PARTS))
        .and()
        .resideInAnyPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "io.fabric8..",
            "org.eclipse.jgit..",
            "org.snakeyaml..",
            "org.apache.kafka..",
            "dev.slipway.applier.git..",
            "dev.slipway.applier.kubernetes..",
            "dev.slipway.applier.manifest..",
            "dev.slipway.applier.kustomize..",
            "dev.slipway.applier.helm..",
            "dev.slipway.applier.sops..",
            "dev.slipway.applier.render..",
            "dev.slipway.applier.tool..")
        .check(CLASSES);
  }

  @Test
  void onlyTheEnvironmentLeads() {
    noClasses()
        .that(DescribedPredicate.not(SPRING_PARTS))
        .and()
        .resideOutsideOfPackage("dev.slipway.applier.environment..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.slipway.applier.environment..")
        .check(CLASSES);
  }

  @Test
  void theValuesKnowNobody() {
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.applier.object..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.slipway.applier",
            "dev.slipway.applier.rollout..",
            "dev.slipway.messaging..",
            "org.springframework..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.applier.rollout..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.slipway.applier", "dev.slipway.messaging..", "org.springframework..")
        .check(CLASSES);
  }

  @Test
  void adaptersKnowNoSpringAndNotEachOther() {
    noClasses()
        .that()
        .resideInAPackage("dev.slipway.applier.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(CLASSES);
    slices().matching("dev.slipway.applier.(*)..").should().beFreeOfCycles().check(CLASSES);
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
