package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.ConfigurationLimited;
import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.Environment;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.ScanRequested;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.flux.Fleet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A repository that Flux works on, without a {@code slipway.yaml}. */
class FluxRepositoryIT {
  private static final String AUTOMATION = "clusters/production/automation.yaml";
  private static final String APPS = "clusters/production/apps.yaml";
  private static final String WEB = "apps/production/web.yaml";

  private WriterOnGit writer;

  @BeforeEach
  void start(@TempDir Path folder) throws InterruptedException {
    writer = new WriterOnGit(folder, Fleet.texts());
    writer.work();
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void worksAsItIs() throws InterruptedException {
    assertThat(writer.publisher.events(Environment.class))
        .extracting(environment -> environment.name().toString())
        .containsExactly("production/flux-system/apps");
    assertThat(writer.publisher.events(WatchedImage.class)).hasSize(1);
    assertThat(writer.publisher.events(ScanRequested.class)).hasSize(1);
    assertThat(writer.publisher.events(ConfigurationRejected.class)).isEmpty();
    assertThat(writer.publisher.events(ConfigurationLimited.class)).isEmpty();
    writer.forget();

    writer.deliver(published("1.1.0"));
    writer.work();

    assertThat(writer.file(WEB)).isEqualTo(Fleet.DEPLOYMENT.replace(":1.0.0", ":1.1.0"));
    assertThat(writer.publisher.events(RevisionCommitted.class))
        .singleElement()
        .satisfies(
            committed -> {
              assertThat(committed.environment()).hasToString("production/flux-system/apps");
              assertThat(committed.ours()).isTrue();
              assertThat(committed.updates()).singleElement().extracting("to").isEqualTo("1.1.0");
            });
  }

  @Test
  void aSuspendedAutomationGetsNothingUntilItIsResumed() throws InterruptedException {
    push(AUTOMATION, Fleet.AUTOMATION.replace("  interval: 30m", "  suspend: true"));
    writer.work();
    writer.forget();

    writer.deliver(published("1.1.0"));
    writer.work();

    assertThat(writer.file(WEB)).isEqualTo(Fleet.DEPLOYMENT);
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .singleElement()
        .satisfies(
            declined -> {
              assertThat(declined.reason()).isEqualTo(DeclineReason.SUSPENDED);
              assertThat(declined.image()).isEqualTo("flux-system/web");
              assertThat(declined.message())
                  .isEqualTo(
                      "ImageUpdateAutomation flux-system/apps is suspended"
                          + " (clusters/production/automation.yaml:5)");
            });
    writer.forget();

    push(AUTOMATION, Fleet.AUTOMATION.replace("  interval: 30m", "  suspend: false"));
    writer.work();
    assertThat(writer.publisher.events(ScanRequested.class)).hasSize(1);
    writer.deliver(WriterOnGit.scanned("1.0.0", "1.1.0"));
    writer.work();

    assertThat(writer.file(WEB)).isEqualTo(Fleet.DEPLOYMENT.replace(":1.0.0", ":1.1.0"));
  }

  @Test
  void commitsAreFromTheAutomationsOwnAuthor() throws InterruptedException {
    push(
        AUTOMATION,
        Fleet.AUTOMATION.replace(
            "  git:\n",
            "  git:\n    commit: {author: {name: Fleet Bot, email: bot@acme.example}}\n"));
    writer.work();
    writer.forget();

    writer.deliver(published("1.1.0"));
    writer.work();

    assertThat(writer.file(WEB)).isEqualTo(Fleet.DEPLOYMENT.replace(":1.0.0", ":1.1.0"));
    assertThat(
            Git.lines(
                writer.server.directory("shop"), "log", "-1", "--format=%an <%ae>, %cn", "main"))
        .containsExactly("Fleet Bot <bot@acme.example>, Slipway");
    assertThat(writer.publisher.events(RevisionCommitted.class))
        .singleElement()
        .extracting(RevisionCommitted::author, RevisionCommitted::ours)
        .containsExactly("Fleet Bot", true);
  }

  @ParameterizedTest
  @CsvSource({"Never,false,false", "IfNotPresent,true,false", "Always,true,true"})
  void writesDigestsAsThePolicySays(String policy, boolean writes, boolean follows)
      throws InterruptedException {
    push(
        "clusters/production/images.yaml",
        Fleet.IMAGES + "  digestReflectionPolicy: " + policy + "\n");
    writer.work();

    writer.deliver(published("1.1.0"));
    writer.work();

    String first = writes ? ":1.1.0@" + WriterOnGit.digest("1.1.0") : ":1.1.0";
    assertThat(writer.file(WEB)).isEqualTo(Fleet.DEPLOYMENT.replace(":1.0.0", first));

    writer.deliver(
        new ImagePublished(
            WriterOnGit.WEB,
            Tag.parse("1.1.0"),
            WriterOnGit.digest("moved"),
            null,
            Map.of(),
            WriterOnGit.digest("1.1.0")));
    writer.work();

    String then = follows ? ":1.1.0@" + WriterOnGit.digest("moved") : first;
    assertThat(writer.file(WEB)).isEqualTo(Fleet.DEPLOYMENT.replace(":1.0.0", then));
  }

  @Test
  void commitsHaveTheAutomationsOwnMessage() throws InterruptedException {
    push(
        AUTOMATION,
        Fleet.AUTOMATION.replace(
            "  git:\n",
            """
              git:
                commit:
                  messageTemplateValues: {ticket: OPS-1}
                  messageTemplate: |
                    {{ .Values.ticket }}: {{ .AutomationObject }}

                    {{ range $object, $changes := .Changed.Objects -}}
                    {{ $object.Kind }} {{ $object.Name }}{{ range $changes }} {{ .OldValue }} -> {{ .NewValue }}{{ end }}
                    {{ end -}}
            """
                .indent(0)));
    writer.work();
    writer.forget();

    writer.deliver(published("1.1.0"));
    writer.work();

    assertThat(writer.message())
        .startsWith(
            """
            OPS-1: flux-system/apps

            Deployment web ghcr.io/acme/web:1.0.0 -> ghcr.io/acme/web:1.1.0

            Slipway-Update: \
            """);
    assertThat(writer.publisher.events(RevisionCommitted.class))
        .singleElement()
        .extracting(RevisionCommitted::ours)
        .isEqualTo(true);
  }

  @Test
  void losesNoCommitToATemplateThatFails() throws InterruptedException {
    writer.forget();
    push(
        AUTOMATION,
        Fleet.AUTOMATION.replace(
            "  git:\n", "  git:\n    commit: {messageTemplate: '{{ .Updated.Image }}'}\n"));
    writer.work();

    assertThat(writer.publisher.events(ConfigurationLimited.class).getFirst().limits().toString())
        .contains(
            "spec.git.commit.messageTemplate: ImageUpdateAutomation flux-system/apps: cannot be"
                + " honoured: there is no .Updated.Image here:"
                + " Image; commits have Slipway's own message (web 1.4.2 → 1.5.0 in staging)");
    writer.deliver(published("1.1.0"));
    writer.work();
    assertThat(writer.log().getFirst()).contains("1.0.0 → 1.1.0");
  }

  @Test
  void aBrokenObjectChangesNothingOfTheRest() throws InterruptedException {
    writer.forget();
    push(APPS, "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: [\n");
    writer.work();

    assertThat(writer.publisher.events(ConfigurationRejected.class))
        .singleElement()
        .satisfies(
            rejected ->
                assertThat(rejected.problems().getFirst().toString())
                    .startsWith("clusters/production/apps.yaml:3: is not YAML"));
    assertThat(writer.publisher.removed()).isEmpty();
    writer.forget();

    writer.deliver(published("1.1.0"));
    writer.work();
    assertThat(writer.file(WEB)).isEqualTo(Fleet.DEPLOYMENT.replace(":1.0.0", ":1.1.0"));

    writer.forget();
    push(APPS, Fleet.APPS);
    writer.work();
    assertThat(writer.publisher.removed())
        .containsExactly("ConfigurationRejected/" + writer.repository);
  }

  @Test
  void aSlipwayYamlWinsWhereItSpeaks() throws InterruptedException {
    writer.forget();
    push(
        "slipway.yaml",
        """
        version: 1
        environments:
          production:
            cluster: main
            path: apps/production
            follow: [flux-system/web]
        """);
    writer.work();

    assertThat(writer.publisher.events(Environment.class))
        .extracting(environment -> environment.name().toString())
        .containsExactly("production");
    assertThat(writer.publisher.removed())
        .containsExactly("Environment/production/flux-system/apps");
    assertThat(writer.publisher.events(ConfigurationLimited.class).getFirst().limits().toString())
        .contains(
            "production/flux-system/apps is no environment of its own: slipway.yaml declares");
    writer.deliver(published("1.1.0"));
    writer.work();
    assertThat(writer.file(WEB)).isEqualTo(Fleet.DEPLOYMENT.replace(":1.0.0", ":1.1.0"));

    writer.forget();
    push("slipway.yaml", "version: 1\nflux: false\n");
    writer.work();
    assertThat(writer.publisher.removed())
        .contains(
            "Environment/production", "WatchedImage/" + writer.repository + "/flux-system/web");
  }

  @Test
  void whatASuspendedKustomizationHoldsIsSaidInItsEnvironment() throws InterruptedException {
    writer.forget();
    push(APPS, Fleet.APPS.replace("  prune: true", "  suspend: true"));
    writer.work();

    assertThat(writer.publisher.events(Environment.class))
        .extracting(Environment::heldBecause)
        .isEqualTo(
            List.of(
                "Kustomization flux-system/apps is suspended (clusters/production/apps.yaml:9)"));
  }

  private void push(String file, String text) {
    writer.server.commit("shop", "main", "Change " + file, Map.of(file, text));
  }
}
