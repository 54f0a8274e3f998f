package dev.slipway.writer.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.slipway.events.Environment;
import dev.slipway.events.value.DigestPolicy;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.configuration.RepositoryConfiguration.Automated;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FluxReaderTest {
  private static final GitRepository SOURCE =
      GitRepository.parse("https://github.com/acme/fleet.git");
  private static final GitBranch MAIN = GitBranch.parse("main");

  @Test
  void readsARepositoryAsBootstrapLeavesIt() {
    FluxReading reading = read(Fleet.files());

    assertThat(said(reading.problems())).isEmpty();
    assertThat(said(reading.limits())).isEmpty();
    Environment environment = only(reading.environments());
    assertThat(environment.name()).hasToString("production/flux-system/apps");
    assertThat(environment.cluster()).isEqualTo("production");
    assertThat(environment.path()).isEqualTo("apps/production");
    assertThat(environment.create()).isTrue();
    assertThat(environment.writable()).isTrue();
    assertThat(environment.heldBecause()).isNull();
    assertThat(environment.follow())
        .containsExactly(
            new FollowedImage(
                "flux-system/web",
                ImageRepository.parse("ghcr.io/acme/web"),
                new TagPolicy.Semver(">=1.0.0"),
                null,
                null,
                DigestPolicy.NEVER));
    Automated automated = only(reading.automated());
    assertThat(automated.automation()).isEqualTo("flux-system/apps");
    assertThat(automated.folders()).containsExactly("apps");
    assertThat(automated.suspendedBecause()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resources: [../base]",
        "resources: [../base]\nimages: [{name: ghcr.io/acme/web, newTag: 1.0.0}]",
        "resources: ['https://github.com/acme/base//web?ref=v1']",
        "resources: [../objects]\nconfigMapGenerator: [{name: web, literals: [A=1]}]"
      })
  void anOverlayOfNothingButItsKustomizationIsAnEnvironment(String kustomization) {
    FluxReading reading = read(overlay(kustomization));

    assertThat(only(reading.environments()).name()).hasToString("production/flux-system/apps");
  }

  @Test
  void whatAnOverlayBringsFollowsItsMarkers() {
    FluxReading reading = read(overlay("resources: [../base]"));

    assertThat(only(reading.environments()).follow())
        .extracting(FollowedImage::name)
        .containsExactly("flux-system/web");
    assertThat(said(reading.limits())).isEmpty();
  }

  @Test
  void anOverlayThatBringsNothingButFluxObjectsIsNone() {
    assertThat(read(overlay("resources: [../objects]")).environments()).isEmpty();
  }

  private static FilesInMemory overlay(String kustomization) {
    return Fleet.files()
        .without("apps/production/web.yaml")
        .with("apps/production/kustomization.yaml", kustomization + "\n")
        .with("apps/base/kustomization.yaml", "resources: [web.yaml]\n")
        .with("apps/base/web.yaml", Fleet.DEPLOYMENT)
        .with("apps/objects/images.yaml", Fleet.IMAGES.replace("name: web", "name: other"));
  }

  @Test
  void aRepositoryWithoutFluxSaysNothing() {
    assertThat(read(FilesInMemory.of("a.yaml", "kind: ConfigMap\n", "kustomization.yaml", "a: [")))
        .isEqualTo(FluxReading.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1beta1", "v1beta2", "v1"})
  void readsEveryVersionThatIsInUse(String version) {
    FilesInMemory files =
        Fleet.files()
            .with("clusters/production/images.yaml", versioned(Fleet.IMAGES, version))
            .with("clusters/production/automation.yaml", versioned(Fleet.AUTOMATION, version))
            .with("clusters/production/apps.yaml", versioned(Fleet.APPS, version));

    FluxReading reading = read(files);
    assertThat(reading.problems()).isEmpty();
    assertThat(only(reading.environments()).follow()).hasSize(1);
  }

  @Test
  void saysThatAVersionIsNotKnown() {
    FluxReading reading =
        read(
            Fleet.files()
                .with("clusters/production/images.yaml", versioned(Fleet.IMAGES, "v1alpha2")));

    assertThat(said(reading.problems()))
        .contains(
            "clusters/production/images.yaml:1: apiVersion: ImageRepository flux-system/web: the"
                + " API version 'image.toolkit.fluxcd.io/v1alpha2' is not known here; known are"
                + " v1beta1, v1beta2, v1");
    assertThat(only(reading.environments()).follow()).isEmpty();
  }

  @Test
  void aSuspendedAutomationEditsNothingAndSaysWhere() {
    FluxReading reading =
        read(
            changed(
                "clusters/production/automation.yaml",
                Fleet.AUTOMATION,
                "  interval: 30m\n",
                "  interval: 30m\n  suspend: true\n"));

    assertThat(only(reading.environments()).follow()).isEmpty();
    assertThat(only(reading.automated()).suspendedBecause())
        .isEqualTo(
            "ImageUpdateAutomation flux-system/apps is suspended"
                + " (clusters/production/automation.yaml:6)");
  }

  @Test
  void aSuspendedKustomizationIsHeldAndItsImagesAreStillUpdated() {
    FluxReading reading =
        read(
            changed(
                "clusters/production/apps.yaml",
                Fleet.APPS,
                "  prune: true\n",
                "  prune: true\n  suspend: true\n"));

    Environment environment = only(reading.environments());
    assertThat(environment.heldBecause())
        .isEqualTo(
            "Kustomization flux-system/apps is suspended (clusters/production/apps.yaml:10)");
    assertThat(environment.follow()).hasSize(1);
    assertThat(reading.limits()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void saysWhatItCannotHonour(String field, String said, boolean held) {
    FluxReading reading =
        read(
            changed(
                "clusters/production/apps.yaml",
                Fleet.APPS,
                "  prune: true\n",
                "  prune: true\n  " + field + "\n"));

    assertThat(said(reading.limits()))
        .singleElement()
        .asString()
        .startsWith("clusters/production/apps.yaml:10: spec.")
        .contains("Kustomization flux-system/apps: ")
        .contains(said);
    assertThat(only(reading.environments()).heldBecause() != null).isEqualTo(held);
  }

  static Stream<Arguments> saysWhatItCannotHonour() {
    return Stream.of(
        Arguments.of("postBuild: {substitute: {a: b}}", "variables are not substituted", true),
        Arguments.of("targetNamespace: shop", "objects are not moved", true),
        Arguments.of("kubeConfig: {secretRef: {name: a}}", "access is not read", true),
        Arguments.of("images: [{name: a, newTag: b}]", "kustomization.yaml in the folder", true),
        Arguments.of("decryption: {provider: sops}", "the keys stay in the cluster", false),
        Arguments.of("dependsOn: [{name: infra}]", "infra is not followed: it is no", false),
        Arguments.of("dependsOn: [{name: apps}]", "it depends on itself", false),
        Arguments.of("force: true", "is refused, not replaced", false),
        Arguments.of("serviceAccountName: a", "own account applies", false));
  }

  @Test
  void whatDependsOnAnotherWaitsForItsEnvironment() {
    FluxReading reading = read(withInfra("{name: infra}", "true"));
    assertThat(said(reading.limits())).isEmpty();
    assertThat(needed(reading, "apps")).containsExactly("production/flux-system/infra");
    assertThat(needed(reading, "infra")).isEmpty();
  }

  @Test
  void whatDependsOnAnotherNamespacesIsFoundThere() {
    assertThat(needed(read(withInfra("{name: infra, namespace: flux-system}", "true")), "apps"))
        .containsExactly("production/flux-system/infra");
    FluxReading reading = read(withInfra("{name: infra, namespace: other}", "true"));
    assertThat(needed(reading, "apps")).isEmpty();
    assertThat(said(reading.limits())).singleElement().asString().contains("it is no environment");
  }

  @Test
  void nobodyWaitsForWhatIsNotApplied() {
    FluxReading reading = read(withInfra("{name: infra}", "false"));
    assertThat(needed(reading, "apps")).isEmpty();
    assertThat(said(reading.limits()))
        .anySatisfy(said -> assertThat(said).contains("nothing of that one is applied"));
  }

  @Test
  void aConditionOfItsOwnIsSaidNotToBeEvaluated() {
    FluxReading reading = read(withInfra("{name: infra, readyExpr: 'true'}", "true"));
    assertThat(needed(reading, "apps")).containsExactly("production/flux-system/infra");
    assertThat(said(reading.limits()))
        .singleElement()
        .asString()
        .contains("readyExpr is not evaluated");
  }

  private static FilesInMemory withInfra(String dependency, String prune) {
    return changed(
            "clusters/production/apps.yaml",
            Fleet.APPS,
            "  prune: true\n",
            "  prune: true\n  dependsOn: [" + dependency + "]\n")
        .with(
            "clusters/production/infra.yaml",
            Fleet.APPS
                .replace("name: apps", "name: infra")
                .replace("./apps/production", "./infra")
                .replace("prune: true", "prune: " + prune))
        .with("infra/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
  }

  private static List<String> needed(FluxReading reading, String name) {
    return reading.environments().stream()
        .filter(one -> one.name().toString().endsWith("/" + name))
        .flatMap(one -> one.rules().dependencies().stream())
        .map(Object::toString)
        .toList();
  }

  @Test
  void whatWouldBePrunedAgainstItsWillIsHeld() {
    FluxReading reading =
        read(changed("clusters/production/apps.yaml", Fleet.APPS, "prune: true", "prune: false"));
    assertThat(only(reading.environments()).heldBecause()).contains("asks for 'prune'");
  }

  @Test
  void editsOnlyBelowTheAutomationsPath() {
    FluxReading reading =
        read(changed("clusters/production/automation.yaml", Fleet.AUTOMATION, "./apps", "./other"));

    assertThat(only(reading.environments()).follow()).isEmpty();
    assertThat(reading.automated()).isEmpty();
  }

  @Test
  void editsOnlyThePoliciesThatAreSelected() {
    String selecting = "  interval: 30m\n  policySelector: {matchLabels: {team: %s}}\n";
    FilesInMemory shop =
        changed(
            "clusters/production/automation.yaml",
            Fleet.AUTOMATION,
            "  interval: 30m\n",
            selecting.formatted("shop"));
    FilesInMemory other =
        changed(
            "clusters/production/automation.yaml",
            Fleet.AUTOMATION,
            "  interval: 30m\n",
            selecting.formatted("other"));

    assertThat(only(read(shop).environments()).follow()).hasSize(1);
    assertThat(only(read(other).environments()).follow()).isEmpty();
  }

  @Test
  void aPushToAnotherBranchIsNotDoneAndSaid() {
    FluxReading reading =
        read(
            changed(
                "clusters/production/automation.yaml",
                Fleet.AUTOMATION,
                "push: {branch: main}",
                "push: {branch: updates}"));

    assertThat(only(reading.environments()).follow()).isEmpty();
    assertThat(said(reading.limits()))
        .singleElement()
        .asString()
        .contains(
            "spec.git.push.branch: ImageUpdateAutomation flux-system/apps: cannot be honoured:"
                + " it pushes to 'updates'");
  }

  @Test
  void aMessageThatCannotBeFilledInIsNotTakenOverAndSaid() {
    FluxReading reading =
        read(
            changed(
                "clusters/production/automation.yaml",
                Fleet.AUTOMATION,
                "    push:",
                "    commit: {author: {name: bot, email: b@example.com}, messageTemplate: 'a"
                    + " {{.}}'}\n"
                    + "    push:"));

    assertThat(said(reading.limits()))
        .containsExactly(
            "clusters/production/automation.yaml:9: spec.git.commit.messageTemplate:"
                + " ImageUpdateAutomation flux-system/apps: cannot be honoured: a whole of several"
                + " fields cannot be printed: name one of them; commits have Slipway's own message"
                + " (web 1.4.2 → 1.5.0 in staging)");
  }

  @Test
  void clustersOfOneRepositoryKeepApart() {
    FilesInMemory files =
        Fleet.files()
            .with(
                "clusters/staging/flux-system/gotk-sync.yaml",
                Fleet.SYNC.replace("clusters/production", "clusters/staging"))
            .with(
                "clusters/staging/apps.yaml", Fleet.APPS.replace("apps/production", "apps/staging"))
            .with("clusters/staging/images.yaml", Fleet.IMAGES.replace(">=1.0.0", ">=1.0.0-0"))
            .with(
                "clusters/staging/automation.yaml",
                Fleet.AUTOMATION.replace("./apps", "./apps/staging"))
            .with("apps/staging/web.yaml", Fleet.DEPLOYMENT);

    FluxReading reading = read(files);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.environments())
        .extracting(
            each -> each.name().toString(),
            Environment::cluster,
            each -> each.follow().getFirst().policy())
        .containsExactly(
            tuple("production/flux-system/apps", "production", new TagPolicy.Semver(">=1.0.0")),
            tuple("staging/flux-system/apps", "staging", new TagPolicy.Semver(">=1.0.0-0")));
  }

  @ParameterizedTest
  @MethodSource
  void readsObjectsAfterTheClustersPatches(String patches) {
    FilesInMemory files =
        Fleet.files()
            .with("base/kustomization.yaml", "resources: [apps.yaml]\n")
            .with("base/apps.yaml", Fleet.APPS.replace("apps/production", "apps/nowhere"))
            .with(
                "clusters/production/kustomization.yaml",
                "resources:\n  - ../../base\n  - flux-system/gotk-sync.yaml\n  - images.yaml\n"
                    + "  - automation.yaml\n"
                    + patches)
            .with(
                "clusters/production/path.yaml",
                "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
                    + "metadata: {name: apps, namespace: flux-system}\n"
                    + "spec: {path: ./apps/production}\n");
    FilesInMemory clean = new FilesInMemory(new TreeMap<>(files.files()));
    clean.files().remove("clusters/production/apps.yaml");

    FluxReading reading = read(clean);
    assertThat(said(reading.problems())).isEmpty();
    assertThat(only(reading.environments()).path()).isEqualTo("apps/production");
    assertThat(only(reading.environments()).name()).hasToString("production/flux-system/apps");
  }

  static Stream<String> readsObjectsAfterTheClustersPatches() {
    return Stream.of(
        "patches:\n  - path: path.yaml\n",
        "patchesStrategicMerge: [path.yaml]\n",
        "patches:\n  - target: {kind: Kustomization, name: ap.*}\n    patch: |\n"
            + "      - op: replace\n        path: /spec/path\n        value: ./apps/production\n",
        "patchesJson6902:\n  - target: {group: kustomize.toolkit.fluxcd.io, version: v1,"
            + " kind: Kustomization, name: apps}\n    patch: |-\n"
            + "      [{op: add, path: /spec/path, value: apps/production}]\n",
        "patches:\n  - patch: |\n      apiVersion: kustomize.toolkit.fluxcd.io/v1\n"
            + "      kind: Kustomization\n      metadata: {name: apps, namespace: flux-system}\n"
            + "      spec: {path: ./apps/production, force: null}\n");
  }

  @Test
  void aPatchThatCannotBeCarriedOutConcernsItsObjectAlone() {
    FluxReading reading =
        read(
            Fleet.files()
                .with(
                    "clusters/production/kustomization.yaml",
                    """
                    resources: [flux-system/gotk-sync.yaml, images.yaml, automation.yaml, apps.yaml]
                    namePrefix: x-
                    patches:
                      - target: {kind: Kustomization, name: apps}
                        patch: |
                          - op: replace
                            path: /spec/missing
                            value: 1
                    """));

    assertThat(said(reading.problems()))
        .containsExactly(
            "clusters/production/kustomization.yaml:6: the patch of Kustomization flux-system/apps"
                + " cannot be carried out: the object has no /spec/missing that could be changed;"
                + " the object is not followed");
    assertThat(said(reading.limits()))
        .first()
        .asString()
        .startsWith("clusters/production/kustomization.yaml:2: namePrefix: cannot be honoured");
    assertThat(reading.images()).hasSize(1);
    assertThat(reading.environments()).isEmpty();
    assertThat(reading.mayStillMean("production/flux-system/apps")).isTrue();
  }

  @ParameterizedTest
  @MethodSource
  void saysWhatIsBrokenAndFollowsTheRest(String file, String text, String said) {
    FluxReading reading = read(Fleet.files().with(file, text));

    assertThat(said(reading.problems())).anySatisfy(each -> assertThat(each).contains(said));
    assertThat(only(reading.environments()).follow()).hasSize(1);
  }

  static Stream<Arguments> saysWhatIsBrokenAndFollowsTheRest() {
    String image = "apiVersion: image.toolkit.fluxcd.io/v1\nkind: ";
    return Stream.of(
        Arguments.of(
            "x.yaml",
            image + "ImagePolicy\nmetadata: {name: [\n",
            "x.yaml:4: is not YAML, so that the Flux objects in it are not read"),
        Arguments.of(
            "x.yaml",
            "<<<<<<< ours\n" + image + "ImagePolicy\n",
            "x.yaml:2: holds conflict markers: resolve them"),
        Arguments.of(
            "x.yaml",
            image + "ImagePolicy\nmetadata: {name: x}\n",
            "x.yaml:1: ImagePolicy default/x: 'spec' is missing"),
        Arguments.of(
            "x.yaml",
            image + "ImagePolicy\nspec: {}\n",
            "x.yaml:1: metadata: ImagePolicy default/: 'metadata.name' is missing"),
        Arguments.of(
            "x.yaml",
            image + "ImagePolicy\nmetadata: {name: x}\nspec:\n  imageRepositoryRef: {name: gone}\n",
            "x.yaml:5: spec.imageRepositoryRef: ImagePolicy default/x: there is no ImageRepository"
                + " default/gone in this repository"),
        Arguments.of(
            "clusters/production/x.yaml",
            image
                + "ImagePolicy\nmetadata: {name: x, namespace: flux-system}\nspec:\n"
                + "  imageRepositoryRef: {name: web}\n  policy: {semver: {range: newest}}\n",
            "clusters/production/x.yaml:6: spec.policy: ImagePolicy flux-system/x:"
                + " semver range 'newest' is not valid"),
        Arguments.of(
            "clusters/production/x.yaml",
            image
                + "ImagePolicy\nmetadata: {name: x, namespace: flux-system}\nspec:\n"
                + "  imageRepositoryRef: {name: web}\n  policy: {numerical: {order: up}}\n",
            "x.yaml:6: spec.policy.numerical.order: ImagePolicy flux-system/x: expected asc or"
                + " desc, not 'up'"),
        Arguments.of(
            "x.yaml",
            image + "ImageRepository\nmetadata: {name: x}\nspec: {image: 'https://ghcr.io/a'}\n",
            "x.yaml:4: spec.image: ImageRepository default/x: 'https://ghcr.io/a' must be without"
                + " https://"),
        Arguments.of(
            "x.yaml",
            image + "ImageRepository\nmetadata: {name: x}\nspec: {image: 'ghcr.io/a:1'}\n",
            "x.yaml:4: spec.image: ImageRepository default/x: 'ghcr.io/a:1' is no image without a"
                + " tag"),
        Arguments.of(
            "clusters/production/x.yaml",
            Fleet.APPS.replace("name: apps", "name: up").replace("./apps/production", "../../etc"),
            "clusters/production/x.yaml:8: spec.path: Kustomization flux-system/up: '../../etc'"
                + " leads out of the repository"),
        Arguments.of(
            "clusters/production/x.yaml",
            Fleet.APPS
                .replace("name: apps", "name: up")
                .replace("./apps/production", "./apps/prod"),
            "x.yaml:8: spec.path: Kustomization flux-system/up: there is no folder 'apps/prod'"),
        Arguments.of(
            "clusters/production/x.yaml",
            Fleet.AUTOMATION.replace("name: apps", "name: x").replace("Setters", "Magic"),
            "x.yaml:10: spec.update.strategy: ImageUpdateAutomation flux-system/x: expected"
                + " Setters, not 'Magic'"));
  }

  @Test
  void twoThatDifferLeaveOpenWhichOneCounts() {
    FluxReading reading =
        read(Fleet.files().with("clusters/production/more.yaml", Fleet.IMAGES + "    \n"));

    assertThat(said(reading.problems()))
        .contains(
            "clusters/production/images.yaml:6: ImagePolicy flux-system/web: is declared more than"
                + " once (also clusters/production/more.yaml:6) and none of them is followed");
    assertThat(only(reading.environments()).follow()).isEmpty();
  }

  @Test
  void aTemplateIsNotReadAndSaid() {
    FluxReading reading =
        read(
            Fleet.files()
                .with(
                    "chart/templates/policy.yaml",
                    "{{- if .Values.x }}\napiVersion: image.toolkit.fluxcd.io/v1\n{{- end }}\n"));

    assertThat(reading.problems()).isEmpty();
    assertThat(said(reading.limits()))
        .containsExactly(
            "chart/templates/policy.yaml:1: is a template: the Flux objects in it are not read");
  }

  @Test
  void anotherRepositorysFolderIsNoEnvironment() {
    FluxReading reading =
        read(
            Fleet.files()
                .with(
                    "clusters/production/other.yaml",
                    """
                    apiVersion: source.toolkit.fluxcd.io/v1
                    kind: GitRepository
                    metadata: {name: other, namespace: flux-system}
                    spec: {url: 'https://github.com/acme/other'}
                    ---
                    """
                        + Fleet.APPS
                            .replace("name: apps", "name: other")
                            .replace(
                                "GitRepository, name: flux-system", "GitRepository, name: other")));

    assertThat(reading.environments()).hasSize(1);
    assertThat(said(reading.limits()))
        .containsExactly(
            "clusters/production/other.yaml:15: spec.sourceRef: Kustomization flux-system/other: is"
                + " no environment here: its source flux-system/other is another repository,"
                + " https://github.com/acme/other");
  }

  @Test
  void aMarkerOutsideEveryFolderIsSaid() {
    FluxReading reading = read(Fleet.files().with("apps/base/web.yaml", Fleet.DEPLOYMENT));
    assertThat(said(reading.limits()))
        .containsExactly(
            "apps/base/web.yaml: the marker of flux-system:web lies in no environment's folder, so"
                + " that nothing updates it: give its folder a Kustomization, or declare an"
                + " environment in slipway.yaml");
  }

  @Test
  void aliasesThatGrowWithoutEndAreRefused() {
    StringBuilder text = new StringBuilder("apiVersion: image.toolkit.fluxcd.io/v1\na0: &a0 [x]\n");
    for (int i = 1; i < 25; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    FluxReading reading = read(Fleet.files().with("bomb.yaml", text.toString()));
    assertThat(said(reading.problems())).singleElement().asString().startsWith("bomb.yaml");
    assertThat(only(reading.environments()).follow()).hasSize(1);
  }

  private static String versioned(String text, String version) {
    return text.replaceAll("(toolkit\\.fluxcd\\.io)/v1\\w*", "$1/" + version);
  }

  private static FilesInMemory changed(String file, String text, String from, String to) {
    assertThat(text).contains(from);
    return Fleet.files().with(file, text.replace(from, to));
  }

  private static FluxReading read(RepositoryFiles files) {
    return new FluxReader().read(files, SOURCE, MAIN);
  }

  private static List<String> said(List<?> problems) {
    return problems.stream().map(Object::toString).toList();
  }

  private static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.getFirst();
  }
}
