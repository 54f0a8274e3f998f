package dev.slipway.writer.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.writer.flux.Fleet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OfflineToolsTest {
  @TempDir private Path folder;
  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void selectPrintsTheChoiceAndWhyEachOtherLost() throws IOException {
    assertThat(select("semver: '>=1.0.0'\n", "1.0.0\n1.2.0\nlatest\n\nnot/a/tag\n")).isZero();
    assertThat(output)
        .hasToString(
            """
            1.2.0
              latest: 'latest' is no semantic version
              1.0.0: 1.0.0 is older than 1.2.0
              not/a/tag: no registry could hold such a tag
            """);
  }

  @Test
  void selectReadsFluxPoliciesAndImagesToo() throws IOException {
    String flux =
        """
        apiVersion: image.toolkit.fluxcd.io/v1
        kind: ImagePolicy
        metadata: {name: web}
        spec:
          imageRepositoryRef: {name: web}
          filterTags: {pattern: '^main-[a-f0-9]+-(?P<ts>[0-9]+)$', extract: $ts}
          policy: {numerical: {order: asc}}
        """;
    assertThat(select(flux, "main-fff-1\nmain-000-2\n")).isZero();
    assertThat(output.toString()).startsWith("main-000-2\n");
    assertThat(select("repository: nginx\npolicy: {release: true}\n", "v1\n")).isEqualTo(1);
    assertThat(output.toString()).contains("(none fits)\n  v1: 'v1' is not three numbers");
  }

  @Test
  void selectSaysWhatIsWrongWithThePolicy() throws IOException {
    assertThat(select("semver: newest\n", "")).isEqualTo(2);
    assertThat(errors.toString())
        .contains("line 1: semver: semver range 'newest' is not valid at 'newest'");
    assertThat(select("filter: {pattern: a}\n", "")).isEqualTo(2);
    assertThat(errors.toString()).contains("names no policy");
    assertThat(select("timestamp: {pattern: '^(\\d+)$', format: yyyyMMdd}\n", "")).isEqualTo(2);
    assertThat(errors.toString()).contains("needs a group named ts");
    assertThat(select("numerical: asc\nfilter: {pattern: '^(a', extract: $1}\n", "")).isEqualTo(2);
    assertThat(errors.toString()).contains("pattern '^(a' is not valid");
  }

  @Test
  void validateReportsWhatARepositoryHolds() throws IOException {
    Files.writeString(
        folder.resolve("slipway.yaml"),
        """
        version: 1
        images:
          web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}
        environments:
          dev: {cluster: dev, path: apps, follow: [web]}
        targets:
          - {image: web, file: apps/web.yaml, path: image, part: reference}
          - {image: web, file: apps/web.yaml, path: missing, part: tag}
        """);
    Files.createDirectory(folder.resolve("apps"));
    Files.writeString(
        folder.resolve("apps/web.yaml"),
        """
        image: ghcr.io/acme/web:1.4.2
        tag: 1.4.2 # {"$imagepolicy": "apps:web:tag"}
        other: 1.4.2 # {"$imagepolicy": "apps:wbe:tag"}
        sidecar: {image: 'docker.io/envoyproxy/envoy:v1.30.0'}
        """);
    assertThat(validate()).isEqualTo(1);
    assertThat(output)
        .hasToString(
            """
            slipway.yaml: 1 image, 1 environment, 2 targets
            marked values: web 1
            no policy follows docker.io/envoyproxy/envoy:v1.30.0 (apps/web.yaml)
            apps/web.yaml:3: the marker names the policy 'apps:wbe', which nobody declares: add it\
             to images in slipway.yaml, or correct the marker
            apps/web.yaml: the target 'missing' leads to no value
            problems: 2
            """);
  }

  @Test
  void validateNamesTheLineOfABrokenConfiguration() throws IOException {
    Files.writeString(
        folder.resolve("slipway.yaml"),
        """
        version: 1
        images:
          web: {repository: ghcr.io/acme/web, policy: {semver: newest}}
        """);
    put("apps/web.yaml", "tag: 1.4.2 # {\"$imagepolicy\": \"apps:web:tag\"}\n");
    assertThat(validate()).isEqualTo(1);
    assertThat(output.toString())
        .startsWith("slipway.yaml: refused, see below; markers were not compared with it\n")
        .contains(
            "slipway.yaml: line 3: images.web.policy.semver: semver range 'newest' is not valid at"
                + " 'newest'")
        .endsWith("problems: 1\n");
  }

  @Test
  void validateNamesWhatWouldKeepARolloutAway() throws IOException {
    put(
        "slipway.yaml",
        """
        version: 1
        environments:
          dev: {cluster: dev, path: dev}
          drawn: {cluster: dev, path: drawn}
          later: {cluster: dev, path: later}
          elsewhere: {cluster: dev, path: later, branch: releases/prod}
        """);
    put("dev/broken.yaml", "a: b\nb: [\n");
    put("dev/merged.yaml", "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n");
    put("dev/chart/Chart.yaml", "name: web\nversion: 1.0.0\n");
    put("dev/chart/templates/web.yaml", "a: {{ .Values.a }}\n{{- if .b }}\nb: [\n");
    put("drawn/kustomization.yaml", "resources: [web.yaml]\n");
    put("drawn/web.yaml", "a: [\n");
    put("drawn/nobody-reads.yaml", "a: [\n");
    Files.createSymbolicLink(folder.resolve("dev/out.yaml"), Path.of("/etc/hostname"));
    assertThat(validate()).isEqualTo(1);
    assertThat(output)
        .hasToString(
            """
            slipway.yaml: 0 images, 4 environments, 0 targets
            dev/out.yaml: a symbolic link out of the repository: it is never read
            dev/broken.yaml:3: the file is not YAML: expected the node content, but found\
             '<stream end>'; correct it
            dev/merged.yaml:2: the file holds conflict markers of a merge: resolve them first
            drawn/web.yaml:2: the file is not YAML: expected the node content, but found\
             '<stream end>'; correct it
            environment later: there is no folder 'later': nothing can be applied there
            problems: 5
            """);
  }

  @Test
  void validateRefusesATargetInAnotherRepositorysFiles() throws IOException {
    put(
        "slipway.yaml",
        """
        version: 1
        images:
          web: {repository: ghcr.io/acme/web, policy: {semver: '*'}}
        environments:
          dev: {cluster: main, path: apps/dev, follow: [web]}
        targets:
          - {image: web, file: apps/dev/base/web.yaml, path: image}
        """);
    put(".gitmodules", "[submodule \"base\"]\n\tpath = apps/dev/base\n\turl = ../base.git\n");
    put("apps/dev/base/.git", "gitdir: ../../../.git/modules/base\n");
    put("apps/dev/base/web.yaml", "image: ghcr.io/acme/web:1.0.0\n");
    put("apps/dev/base/odd.yaml", "a: [\n");

    assertThat(validate()).isEqualTo(1);

    assertThat(output.toString())
        .contains(
            "apps/dev/base/web.yaml: the file belongs to another repository, the submodule"
                + " apps/dev/base: say the version in a file of this one, or track that repository"
                + " too",
            "problems: 1");
  }

  @Test
  void validateSaysThatNoEnvironmentHasATargetsFile() throws IOException {
    put(
        "slipway.yaml",
        """
        version: 1
        images:
          web: {repository: ghcr.io/acme/web, policy: {semver: '*'}}
        environments:
          dev: {cluster: main, path: apps/dev, follow: [web]}
        targets:
          - {image: web, file: apps/dev/web.yaml, path: image}
          - {image: web, file: apps/base/web.yaml, path: image}
          - {image: web, file: values/web.yaml, path: image}
        """);
    put("apps/dev/web.yaml", "image: ghcr.io/acme/web:1.0.0\n");
    put("apps/dev/kustomization.yaml", "resources: [../base/web.yaml]\n");
    put("apps/base/web.yaml", "image: ghcr.io/acme/web:1.0.0\n");
    put("values/web.yaml", "image: ghcr.io/acme/web:1.0.0\n");

    assertThat(validate()).isEqualTo(1);

    assertThat(output.toString())
        .contains(
            "values/web.yaml: a target of slipway.yaml names this file, but no environment has it:"
                + " it lies in none of their folders, and no kustomization there takes it in",
            "problems: 1");
  }

  @Test
  void validateWritesASlipwayYamlToStartFrom() throws IOException {
    put(
        "releases/staging/web.yaml",
        "values:\n  image: {repository: ghcr.io/acme/web, tag: 1.4.2}\n");
    put(
        "releases/production/web.yaml",
        "values:\n  image: {repository: ghcr.io/acme/web, tag: 1.4.0}\n");
    put(
        "releases/staging/worker.yaml",
        "image:"
            + " 111122223333.dkr.ecr.eu-west-1.amazonaws.com/worker:refs-heads-master-8a2ce0f-1629878\n");
    put("releases/staging/time.yaml", "image: ghcr.io/acme/time:20250903-153629-8a2ce0f\n");

    assertThat(validate("--output", "yaml")).isZero();
    assertThat(output.toString())
        .contains(
            "web: {repository: 'ghcr.io/acme/web', policy: {semver: '>=1.4.0'}}",
            "policy: {timestamp: {pattern: '^(?<ts>\\d{8}-\\d{6})-[0-9a-f]{7,40}$',",
            "pattern: '^refs-heads-master-[a-f0-9]+-(?P<build>[0-9]+)$', extract: $build}}}",
            "  staging:\n"
                + "    cluster: main\n"
                + "    path: releases/staging\n"
                + "    follow: [time, web, worker]\n",
            "  production:\n"
                + "    cluster: main\n"
                + "    path: releases/production\n"
                + "    promote: {from: staging}");
  }

  @Test
  void validateReadsFluxAndSaysWhatCannotBeHonoured() throws IOException {
    for (var file : Fleet.texts().entrySet()) {
      put(file.getKey(), file.getValue());
    }
    put("clusters/production/apps.yaml", Fleet.APPS.replace("prune: true", "force: true"));

    assertThat(validate()).isZero();
    assertThat(output.toString())
        .contains(
            "no slipway.yaml: Flux's objects say it all",
            "Flux objects: 1 image, 1 environment",
            "  production/flux-system/apps: apps/production, follows flux-system/web",
            "not honoured: clusters/production/apps.yaml:9: spec.force: Kustomization"
                + " flux-system/apps: 'force' is not followed",
            "  web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}",
            "no problems");
  }

  @Test
  void whatIsStartedFromKeepsFluxOrderAndAppliesNothingThatFluxAskedForOtherwise()
      throws IOException {
    for (var file : Fleet.texts().entrySet()) {
      put(file.getKey(), file.getValue());
    }
    put(
        "clusters/production/apps.yaml",
        Fleet.APPS
            + "  dependsOn: [{name: infra}]\n  postBuild: {substitute: {region: us-west-2}}\n");
    put(
        "clusters/production/infra.yaml",
        Fleet.APPS.replace("name: apps", "name: infra").replace("./apps/production", "./infra"));
    put("infra/shop.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n");

    assertThat(validate("--output", "yaml")).isZero();
    assertThat(output.toString())
        .containsIgnoringNewLines(
            """
              production/flux-system/apps:
                cluster: production
                path: apps/production
                follow: [web]
                # Only observed: Kustomization flux-system/apps asks for 'postBuild', which cannot\
             be honoured (clusters/production/apps.yaml:12)
                apply: {mode: observe, dependsOn: [production/flux-system/infra]}
                create: true
              production/flux-system/infra:
                cluster: production
                path: infra
                create: true
            """);
  }

  private void put(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private int select(String policy, String tags) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
    var input = new ByteArrayInputStream(tags.getBytes(StandardCharsets.UTF_8));
    return run(new PolicyCommand(input), "select", "--policy", file.toString());
  }

  private int validate(String... options) {
    List<String> arguments = new ArrayList<>(List.of(folder.toString()));
    arguments.addAll(List.of(options));
    return run(new ValidateCommand(), arguments.toArray(String[]::new));
  }

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(output))
        .setErr(new PrintWriter(errors))
        .execute(arguments);
  }
}
