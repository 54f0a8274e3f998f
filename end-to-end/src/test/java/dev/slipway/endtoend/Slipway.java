package dev.slipway.endtoend;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./slipway}, run as a person runs it. */
final class Slipway implements AutoCloseable {
  /** How long anything may take that follows by itself. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  /** What the demo's environments begin with. */
  static final String FIRST_TAG = "20200101-000000-0000000";

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Duration START = Duration.ofMinutes(12);
  private static final int PORTS = 20;

  private final Path data;
  private final Map<String, String> environment;
  private final List<String> options;
  private final KubernetesClient cluster;
  private Process up;

  /** Starts {@code up} on this data and waits until it is ready. */
  static Slipway up(Path data, String... options) {
    return up(data, Map.of(), options);
  }

  /** As above, with these variables in its environment, and so in that of each service. */
  static Slipway up(Path data, Map<String, String> environment, String... options) {
    List<String> all = new ArrayList<>(List.of("--port-base", String.valueOf(freePorts())));
    all.addAll(List.of(options));
    return new Slipway(data, environment, all);
  }

  private Slipway(Path data, Map<String, String> environment, List<String> options) {
    this.data = data;
    this.environment = Map.copyOf(environment);
    this.options = options;
    this.up = start();
    this.cluster =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(new File(address("SLIPWAY_KUBECONFIG"))))
            .build();
  }

  private Process start() {
    List<String> command = command("up", "--data", data.toString());
    command.addAll(options);
    Path log = data.resolve("up.log");
    try {
      Files.createDirectories(data);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      Awaitility.await("up is ready; its log: " + log)
          .atMost(START)
          .pollInterval(Duration.ofMillis(200))
          .failFast("up ended", () -> !process.isAlive())
          .until(() -> Files.exists(data.resolve("env")));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills {@code up} alone, as nobody should, and starts it again on the same data. */
  void killAndStartAgain() throws InterruptedException, IOException {
    up.destroyForcibly().waitFor();
    Files.deleteIfExists(data.resolve("env"));
    up = start();
  }

  /** Kills one service with -9; up starts it again. */
  void kill(String service) {
    long before = pid(service);
    ProcessHandle.of(before).ifPresent(ProcessHandle::destroyForcibly);
    Awaitility.await(service + " is started again")
        .atMost(Duration.ofMinutes(1))
        .until(() -> pid(service) != before);
  }

  private long pid(String service) {
    try {
      return Long.parseLong(Files.readString(data.resolve("pids").resolve(service)).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines that a service, or {@code up} itself, has written so far. */
  List<String> log(String name) {
    Path file =
        name.equals("up") ? data.resolve("up.log") : data.resolve("logs").resolve(name + ".log");
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command came to. */
  record Result(int code, String output) {}

  /** Runs a command to its end, on this data. */
  Result run(String... arguments) {
    return run(Duration.ofMinutes(2), Map.of("SLIPWAY_DATA", data.toString()), arguments);
  }

  /** Runs a command to its end that needs nothing running. */
  static Result alone(String... arguments) {
    return run(START, Map.of(), arguments);
  }

  private static Result run(
      Duration patience, Map<String, String> environment, String... arguments) {
    List<String> command = command(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " did not end");
      }
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command that must succeed; gives its output. */
  String ok(String... arguments) {
    Result result = run(arguments);
    if (result.code() != 0) {
      throw new AssertionError(
          String.join(" ", arguments) + " ended with " + result.code() + ":\n" + result.output());
    }
    return result.output();
  }

  /** Pushes an image; gives the tag that it got. */
  String push(String repository, String... options) {
    List<String> arguments = new ArrayList<>(List.of("push", repository));
    arguments.addAll(List.of(options));
    String output = ok(arguments.toArray(String[]::new));
    Matcher pushed =
        Pattern.compile("pushed \\S+/" + repository + ":(\\S+)@sha256").matcher(output);
    if (!pushed.find()) {
      throw new AssertionError("push does not say which tag it pushed:\n" + output);
    }
    return pushed.group(1);
  }

  /** Whether every pod of a Deployment runs the image with this tag and is ready. */
  boolean runs(String namespace, String deployment, String tag) {
    Deployment found =
        cluster.apps().deployments().inNamespace(namespace).withName(deployment).get();
    return found != null
        && (image(found) + "@").contains(":" + tag + "@")
        && found.getStatus() != null
        && found.getStatus().getReadyReplicas() != null
        && found.getStatus().getReadyReplicas().equals(found.getSpec().getReplicas())
        && found.getSpec().getReplicas().equals(found.getStatus().getUpdatedReplicas());
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  /** Waits until it is so; while a part is away, asking may fail. */
  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptions()
        .until(condition);
  }

  /** One of the addresses that {@code slipway env} prints. */
  String address(String name) {
    return ok("env")
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("env does not print " + name));
  }

  /** What every service exposes for Prometheus. */
  String metrics() {
    StringBuilder text = new StringBuilder();
    try (HttpClient http = HttpClient.newHttpClient();
        Stream<Path> files = Files.list(data.resolve("config"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
        int port = JsonMapper.shared().readTree(Files.readString(file)).at("/server/port").asInt();
        URI address = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
        text.append(
            http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body());
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(HOME.resolve("slipway").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Twenty free ports side by side, below those that the system hands out by itself. */
  static int freePorts() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int base = ThreadLocalRandom.current().nextInt(15_000, 31_000);
      if (areFree(base)) {
        return base;
      }
    }
    throw new IllegalStateException("no twenty free ports side by side");
  }

  private static boolean areFree(int base) {
    for (int port = base; port < base + PORTS; port++) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException taken) {
        return false;
      }
    }
    return true;
  }

  /** Ctrl-C. */
  @Override
  public void close() {
    cluster.close();
    up.destroy();
    try {
      if (!up.waitFor(30, TimeUnit.SECONDS)) {
        up.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
