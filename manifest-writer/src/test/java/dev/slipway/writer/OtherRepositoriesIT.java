package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.deployment;
import static dev.slipway.writer.WriterOnGit.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.events.ConfigurationLimited;
import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.Environment;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.testing.FakeConfiguration;
import dev.slipway.sandbox.git.GitHttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file belongs to the repository that deploys it: two repositories, both tracked. */
class OtherRepositoriesIT {
  private static final String MARKED =
      "image: ghcr.io/acme/web:1.0.0 # {\"$imagepolicy\": \"slipway:web\"}\n";
  private static final EnvironmentName STAGING = EnvironmentName.parse("staging");

  @TempDir private Path folder;
  private final FakeConfiguration configuration = new FakeConfiguration();
  private GitHttpServer server;
  private WriterOnGit shop;
  private WriterOnGit tools;

  @BeforeEach
  void start() throws InterruptedException {
    server = GitHttpServer.start(folder.resolve("git"), 0);
    shop = WriterOnGit.beside(configuration, server, "shop", folder.resolve("shop-cache"));
    tools = WriterOnGit.beside(configuration, server, "tools", folder.resolve("tools-cache"));
    server.commit("shop", "main", "Begin", WriterOnGit.sample());
    server.commit("tools", "main", "Begin", Map.of("slipway.yaml", tools("sandbox", "apps")));
    server.commit("tools", "main", "Add", Map.of("apps/web.yaml", MARKED));
  }

  @AfterEach
  void stop() {
    shop.close();
    tools.close();
    server.close();
  }

  @Test
  void anEnvironmentOfAnotherRepositoryIsRefusedByNameAndComesOnceItIsDroppedThere()
      throws InterruptedException {
    work();
    tools.forget();
    tools.commit("Take it", "slipway.yaml", tools("staging", "apps"));
    tools.commit("Fill it", "apps/web.yaml", MARKED);
    work();

    assertThat(tools.publisher.events(ConfigurationRejected.class).getLast().problems())
        .singleElement()
        .hasToString(
            "environments.staging: this name belongs to %s, which declared it first; choose another, or drop it there"
                .formatted(shop.repository));
    assertThat(owner(STAGING)).isEqualTo(shop.repository.toString());
    publish("1.1.0");
    assertThat(tools.file("apps/web.yaml")).as("its last good configuration").contains("1.1.0");
    assertThat(shop.file("apps/staging/web.yaml")).isEqualTo(deployment("1.1.0"));

    shop.commit(
        "Drop it",
        "slipway.yaml",
        "version: 1\nimages:\n"
            + "  web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}\n");
    work();

    assertThat(owner(STAGING)).isEqualTo(tools.repository.toString());
    assertThat(configuration.rejections()).isEmpty();
    publish("1.2.0");
    assertThat(tools.file("apps/web.yaml")).contains("1.2.0");
    assertThat(shop.file("apps/staging/web.yaml"))
        .as("nobody deploys it any more")
        .isEqualTo(deployment("1.1.0"));
  }

  @Test
  void whereBothDeclareANameAtOnceTheLastOneReadOwnsItAndTheOtherGoesOnWithTheRest()
      throws InterruptedException {
    tools.commit("Take it", "slipway.yaml", tools("staging", "apps"));
    shop.workOnce();
    tools.workOnce();
    shop.applyConfiguration();
    tools.applyConfiguration();

    assertThat(owner(STAGING)).isEqualTo(tools.repository.toString());
    work();

    assertThat(shop.publisher.events(ConfigurationRejected.class).getLast().problems())
        .singleElement()
        .hasToString(
            "environments.staging: this name belongs to %s, which declared it first; choose another, or drop it there"
                .formatted(tools.repository));
    assertThat(shop.workOnce())
        .as("no busy waiting")
        .isNotEqualTo(Next.after(Duration.ofMillis(20)));
    assertThat(shop.publisher.events(RevisionCommitted.class))
        .extracting(committed -> committed.environment().toString())
        .containsOnly("production");
    assertThat(tools.publisher.events(RevisionCommitted.class))
        .extracting(committed -> committed.environment().toString())
        .containsOnly("staging");
    publish("1.1.0");
    assertThat(tools.file("apps/web.yaml")).contains("1.1.0");
    assertThat(shop.file("apps/staging/web.yaml")).isEqualTo(deployment("1.0.0"));
  }

  @Test
  void aRequestForAnotherRepositorysEnvironmentIsDeclinedByTheOneThatItReaches()
      throws InterruptedException {
    work();
    tools.forget();

    tools.deliver(new DeployRequested(STAGING, "web", "1.1.0", false, WriterOnGit.ANNA, null));
    work();

    assertThat(tools.publisher.events(UpdateDeclined.class))
        .extracting(UpdateDeclined::reason, UpdateDeclined::message)
        .containsExactly(
            tuple(
                DeclineReason.UNKNOWN_ENVIRONMENT,
                "the environment 'staging' belongs to %s, branch main: only its manifest-writer decides here (slipway.writer.repositories)"
                    .formatted(shop.repository)));
    assertThat(tools.log()).containsExactly("Add", "Begin");
  }

  @Test
  void aKustomizationOfFluxWhoseSourceIsTheOtherIsNoEnvironmentHere() throws InterruptedException {
    tools.commit(
        "Add Flux",
        "flux/apps.yaml",
        """
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: GitRepository
        metadata: {name: shop, namespace: flux-system}
        spec: {url: %s, ref: {branch: main}}
        ---
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: borrowed, namespace: flux-system}
        spec: {path: ./apps/staging, prune: true, sourceRef: {kind: GitRepository, name: shop}}
        ---
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: GitRepository
        metadata: {name: own, namespace: flux-system}
        spec: {url: %s, ref: {branch: main}}
        ---
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: ours, namespace: flux-system}
        spec: {path: ./flux-apps, prune: true, sourceRef: {kind: GitRepository, name: own}}
        """
            .formatted(shop.repository, tools.repository));
    tools.commit("Add files", "flux-apps/web.yaml", "kind: ConfigMap\n");
    work();

    assertThat(tools.publisher.events(ConfigurationLimited.class).getLast().limits().toString())
        .contains(
            "spec.sourceRef: Kustomization flux-system/borrowed: is no environment here: its source"
                + " flux-system/shop is another repository, "
                + shop.repository);
    assertThat(configuration.environments())
        .extracting(environment -> environment.name().toString())
        .containsExactlyInAnyOrder("staging", "production", "sandbox", "flux-system/ours");
  }

  @Test
  void aTargetInASubmoduleIsRefusedAndTheOthersGoOn() throws InterruptedException, IOException {
    tools.commit(
        "Aim at it",
        "slipway.yaml",
        tools("sandbox", "apps")
            + "  other: {cluster: main, path: other, follow: [web]}\n"
            + "targets: [{image: web, file: other/shop/apps/staging/web.yaml, path: image}]\n");
    Path clone = folder.resolve("clone");
    Git.output(folder, "clone", "-q", server.directory("tools").toString(), "clone");
    Git.output(
        clone,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        server.directory("shop").toString(),
        "other/shop");
    Git.output(clone, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "Borrow");
    Git.output(clone, "push", "-q", "origin", "HEAD:main");
    work();
    tools.forget();

    publish("1.1.0");

    assertThat(tools.file("apps/web.yaml")).contains("1.1.0");
    assertThat(tools.publisher.events(UpdateDeclined.class))
        .extracting(
            no -> no.environment().toString(), UpdateDeclined::reason, UpdateDeclined::message)
        .containsExactly(
            tuple(
                "other",
                DeclineReason.FOREIGN_FILE,
                "other/shop/apps/staging/web.yaml: the file belongs to another repository, the"
                    + " submodule other/shop: say the version in a file of this one, or track that"
                    + " repository too"));
  }

  @Test
  void aBaseOfAnotherRepositoryIsNamedWhereNothingHereSaysTheVersion() throws InterruptedException {
    tools.commit(
        "Take the base",
        "apps/kustomization.yaml",
        "resources: ['%s//apps/staging?ref=main']\n".formatted(shop.repository));
    tools.commit("Without its own", "apps/web.yaml", "kind: ConfigMap\n");
    work();
    tools.forget();

    publish("1.1.0");

    assertThat(tools.log()).doesNotContain("web 1.0.0 → 1.1.0 in sandbox");
    assertThat(tools.publisher.events(UpdateDeclined.class))
        .extracting(UpdateDeclined::reason, UpdateDeclined::message)
        .containsExactly(
            tuple(
                DeclineReason.FOREIGN_FILE,
                "apps/kustomization.yaml: nothing here says which version runs, and %s//apps/staging?ref=main belongs to another repository, which is never written to from here: say the version in this file, with images: and newTag"
                    .formatted(shop.repository)));
  }

  private void publish(String tag) throws InterruptedException {
    shop.deliver(published(tag));
    tools.deliver(published(tag));
    work();
  }

  /** Both, until neither has anything new to say. */
  private void work() throws InterruptedException {
    for (int round = 0; round < 4; round++) {
      shop.work();
      tools.work();
    }
  }

  private String owner(EnvironmentName name) {
    return configuration.environment(name).map(Environment::source).orElseThrow().toString();
  }

  private static String tools(String environment, String path) {
    return """
    version: 1
    images:
      web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}
    environments:
      %s: {cluster: main, path: %s, follow: [web]}
    """
        .formatted(environment, path);
  }
}
