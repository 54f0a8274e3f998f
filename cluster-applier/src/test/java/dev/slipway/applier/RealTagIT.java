package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.RunningImage;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tag that moved, on a real control plane whose nodes ask the registry what it is by now. */
@OnRealCluster
class RealTagIT {
  private static final Digest FIRST = Digest.parse("sha256:" + "1".repeat(64));
  private static final Digest SECOND = Digest.parse("sha256:" + "2".repeat(64));

  @TempDir Path directory;
  private RealEnvironment real;
  private Applying applying;
  private HttpServer nodes;
  private volatile Digest pulled = FIRST;

  @BeforeEach
  void start() throws Exception {
    real = new RealEnvironment(directory, "tag");
    applying = real.applying;
    nodes = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    nodes.createContext(
        "/v2/",
        exchange -> {
          exchange.getResponseHeaders().add("Docker-Content-Digest", pulled.toString());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    nodes.start();
  }

  @AfterEach
  void stop() {
    nodes.stop(0);
    real.close();
  }

  /** As one that keeps its images: the pod made anew runs the old one. */
  @Test
  void aNodeThatKeepsTheImageThatItHasIsReportedWithItsPullPolicy() throws Exception {
    GitRevision commit = run("IfNotPresent");
    String before = pod().getMetadata().getUid();

    applying.apply(applying.revision(commit, 1, moved()));

    assertThat(pod().getMetadata().getUid()).as("it was restarted").isNotEqualTo(before);
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.DIGEST_NOT_RUNNING);
    assertThat(failed.workload()).isEqualTo("Deployment/web");
    assertThat(failed.message())
        .startsWith("container web runs " + FIRST.abbreviated())
        .contains("not " + SECOND.abbreviated(), "its imagePullPolicy is IfNotPresent");
  }

  @Test
  void whatIsPulledAlwaysRunsWhatTheTagIsByNow() throws Exception {
    GitRevision commit = run("Always");
    pulled = SECOND;

    applying.apply(applying.revision(commit, 1, moved()));

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.last(RolloutSucceeded.class).restarts())
        .containsExactly(EventId.parse("moved"));
    assertThat(applying.last(RolloutSucceeded.class).images())
        .extracting(RunningImage::digest)
        .containsExactly(SECOND);
  }

  private GitRevision run(String pullPolicy) throws IOException, InterruptedException {
    real.git.write(
        "apps/dev/web.yaml",
        Yaml.deployment("web", image(), 1)
            .replace("image: ", "imagePullPolicy: " + pullPolicy + "\n        image: "));
    GitRevision commit = real.git.commit();
    applying.apply(applying.revision(commit, 1));
    assertThat(applying.last(RolloutSucceeded.class).images())
        .extracting(RunningImage::digest)
        .containsExactly(FIRST);
    return commit;
  }

  private String image() {
    return "127.0.0.1:" + nodes.getAddress().getPort() + "/acme/web:stable";
  }

  private Restart moved() {
    return new Restart(
        EventId.parse("moved"), null, ImageReference.parse(image()), SECOND, "the tag moved");
  }

  private Pod pod() {
    List<Pod> alive =
        real.pods().stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
            .toList();
    assertThat(alive).hasSize(1);
    return alive.getFirst();
  }
}
