package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows the simulated cluster's pods. */
@Command(name = "pods", description = "Show the pods of the simulated cluster.")
public final class PodsCommand implements Runnable {
  private static final String ROW = "%-14s %-34s %-7s %-22s %s%n";

  @Mixin private DataOption data = new DataOption();

  @Override
  public void run() {
    Path kubeconfig =
        Path.of(String.valueOf(data.directory().environment().get("SLIPWAY_KUBECONFIG")));
    RealCluster cluster = RealCluster.of(kubeconfig);
    if (!cluster.context().equals("simulated")) {
      throw new SandboxException(
          "a real cluster is used: kubectl --kubeconfig " + kubeconfig + " get pods -A");
    }
    String pods = LocalHttp.get(cluster.server() + "/api/v1/pods", token(kubeconfig));
    System.out.println("simulated cluster");
    System.out.printf(ROW, "NAMESPACE", "POD", "READY", "STATUS", "IMAGE");
    for (JsonNode pod : JsonMapper.shared().readTree(pods).path("items")) {
      print(pod);
    }
  }

  private static void print(JsonNode pod) {
    int ready = 0;
    int all = 0;
    String status = pod.path("status").path("phase").asString("Pending");
    for (JsonNode container : pod.path("status").path("containerStatuses")) {
      all++;
      ready += container.path("ready").asBoolean(false) ? 1 : 0;
      String waiting = container.path("state").path("waiting").path("reason").asString("");
      status = waiting.isEmpty() ? status : waiting;
    }
    System.out.printf(
        ROW,
        pod.path("metadata").path("namespace").asString(),
        pod.path("metadata").path("name").asString(),
        ready + "/" + all,
        pod.path("metadata").has("deletionTimestamp") ? "Terminating" : status,
        pod.path("spec").path("containers").path(0).path("image").asString());
  }

  private static String token(Path kubeconfig) {
    try {
      Object root =
          new Load(LoadSettings.builder().build()).loadFromString(Files.readString(kubeconfig));
      if (root instanceof Map<?, ?> config
          && config.get("users") instanceof List<?> users
          && users.getFirst() instanceof Map<?, ?> user
          && user.get("user") instanceof Map<?, ?> credentials) {
        return String.valueOf(credentials.get("token"));
      }
    } catch (IOException e) {
      throw new SandboxException("cannot read " + kubeconfig, e);
    }
    throw new SandboxException(kubeconfig + " names no user");
  }
}
