package dev.slipway.sandbox.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real kubectl, pointed at a cluster under test. */
record Kubectl(Path kubeconfig, Path home) {
  private static final int PATIENCE_SECONDS = 60;

  static boolean isInstalled() {
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, "kubectl"))) {
        return true;
      }
    }
    return false;
  }

  static Kubectl at(SimulatedCluster cluster, Path home) throws IOException {
    Path kubeconfig = home.resolve("kubeconfig");
    Files.writeString(kubeconfig, cluster.kubeconfig());
    return new Kubectl(kubeconfig, home);
  }

  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig"));
    command.add(kubeconfig.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    // Alpha in kubectl, and off without it.
    builder.environment().put("KUBECTL_APPLYSET", "true");
    return builder.start();
  }

  /** What it prints, to either stream. */
  String run(String... arguments) throws IOException, InterruptedException {
    return finish(start(arguments));
  }

  String runWith(String input, String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
      stdin.write(input);
    }
    return finish(process);
  }

  private static String finish(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return output;
  }
}
