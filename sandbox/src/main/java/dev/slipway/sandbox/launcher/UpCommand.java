package dev.slipway.sandbox.launcher;

import dev.slipway.sandbox.git.WarmUp;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the whole pipeline on this machine and keeps it running until Ctrl-C. */
@Command(
    name = "up",
    description = {
      "Start the whole pipeline on this machine: a Kafka broker, a registry, a Git server, queues,"
          + " a Slack stand-in, a simulated cluster, and every service as a process of its own.",
      "A second 'up' on the same data continues where it stopped. Ctrl-C stops all of it."
    })
public final class UpCommand implements Runnable {
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--port-base",
      paramLabel = "N",
      defaultValue = "" + Ports.DEFAULT_BASE,
      description = "the first of 20 ports (default: ${DEFAULT-VALUE})")
  private int portBase;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "apply to this real cluster instead of the simulated one; asks first")
  private @Nullable Path kubeconfig;

  @Option(names = "--yes", description = "do not ask before using a real cluster")
  private boolean yes;

  @Option(
      names = "--repository",
      paramLabel = "DIR",
      description =
          "start from a copy of this Git repository instead of the sample; the sandbox's registry"
              + " stands in for the registries that it names")
  private @Nullable Path repository;

  @Option(
      names = "--scale",
      paramLabel = "SERVICE=N",
      description = {
        "start with that many copies of a service; may be given several times.",
        "While it runs: ./slipway scale SERVICE N"
      })
  private Map<String, Integer> scale = new LinkedHashMap<>();

  @Option(
      names = "--broker-apart",
      description = "run the broker as a process of its own, so that it can be killed alone")
  private boolean brokerApart;

  private final PrintStream out = System.out;

  @Override
  public void run() {
    try {
      up();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void up() throws InterruptedException {
    Progress progress = new Progress(out);
    Map<Service, Integer> copies = copies();
    DataDirectory directory = data.directory();
    RealCluster real = kubeconfig == null ? null : agreedOn(kubeconfig);
    directory.lock();
    System.setProperty("slipway.log", directory.folder("logs").resolve("sandbox.log").toString());
    Leftovers.end(directory);
    Ports ports = new Ports(portBase);
    ports.check();
    out.println("Slipway starts; everything it keeps is in " + directory.root());

    Installation installation = Installation.current();
    new StartCaches(installation, directory.file("preparation"), ports, out).prepare(progress);
    progress.step("registry, Git, Slack stand-in" + (real == null ? ", simulated cluster" : ""));
    ServiceCommand commands = new ServiceCommand(installation, directory);
    Parts parts =
        Parts.start(
            directory,
            ports,
            real == null,
            brokerApart ? () -> ApartBroker.start(commands, directory, ports, out) : null);
    CountDownLatch stop = new CountDownLatch(1);
    // Stopping is done on the hook's thread: the JVM does not wait for another.
    Stopping stopping = new Stopping(parts, directory, stop);
    Runtime.getRuntime().addShutdownHook(new Thread(stopping::stop, "stop"));
    TrackedRepository tracked =
        TrackedRepository.open(parts.git, directory, repository, parts.registry);
    NamedThings named = NamedThings.in(tracked.configuration().orElse(""));
    progress.done();

    Path config = real == null ? parts.kubeconfig(directory) : real.kubeconfig();
    List<String> loopback =
        named.loopbackRegistries().stream()
            .filter(host -> !host.equals(parts.registry.host()))
            .toList();
    var settings =
        new ServiceSettings(
            new ServiceSettings.World(
                directory,
                ports,
                tracked.url(),
                tracked.branch(),
                loopback,
                config,
                real == null ? null : real.context()));
    progress.step("broker, queues and services");
    Pipeline pipeline = new Pipeline(commands::run, settings, directory, ports, out);
    pipeline.start(copies);
    stopping.with(pipeline);
    parts.await(named.queues());
    pipeline.awaitReady(progress);
    parts.notifyServices(directory, ports);
    Thread.ofPlatform()
        .daemon()
        .name("warm up")
        .start(new WarmUp(directory.root().resolve("warm-up")));
    stopping.with(Control.start(pipeline, new Outages(parts, out), directory, ports));
    progress.done();

    Map<String, String> environment = environment(directory, ports, tracked, config);
    directory.write("token", directory.secret("token").value() + "\n");
    directory.writeEnvironment(environment);
    welcome(progress, environment, real);
    stop.await();
  }

  private Map<Service, Integer> copies() {
    Map<Service, Integer> copies = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      copies.put(service, 1);
    }
    scale.forEach(
        (name, count) -> {
          Service service = Service.named(name);
          service.checkCopies(count);
          copies.put(service, count);
        });
    return copies;
  }

  private RealCluster agreedOn(Path file) {
    if (!Files.isReadable(file)) {
      throw new SandboxException("--kubeconfig " + file + " cannot be read");
    }
    RealCluster cluster = RealCluster.of(file);
    out.println(
        "This applies to a real cluster: context " + cluster.context() + ", " + cluster.server());
    if (yes) {
      return cluster;
    }
    out.print("Go on? [y/N] ");
    out.flush();
    if (!answer().strip().equalsIgnoreCase("y")) {
      throw notAgreed();
    }
    return cluster;
  }

  private static String answer() {
    Scanner input = new Scanner(System.in, Charset.defaultCharset());
    return input.hasNextLine() ? input.nextLine() : "";
  }

  private static SandboxException notAgreed() {
    return new SandboxException("not started; say --yes to go on without being asked");
  }

  private static Map<String, String> environment(
      DataDirectory directory, Ports ports, TrackedRepository tracked, Path kubeconfig) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("SLIPWAY_DATA", directory.root().toString());
    environment.put("SLIPWAY_CONSOLE", "http://127.0.0.1:" + ports.service(Service.CONSOLE));
    environment.put("SLIPWAY_CONTROL", "http://127.0.0.1:" + ports.control());
    environment.put("SLIPWAY_REGISTRY", "127.0.0.1:" + ports.registry());
    environment.put("SLIPWAY_GIT", tracked.url());
    environment.put("SLIPWAY_GIT_DIRECTORY", tracked.directory().toString());
    environment.put("SLIPWAY_GIT_BRANCH", tracked.branch());
    environment.put("SLIPWAY_QUEUES", "http://127.0.0.1:" + ports.queues());
    environment.put("SLIPWAY_KAFKA", "127.0.0.1:" + ports.kafka());
    environment.put("SLIPWAY_SLACK", "http://127.0.0.1:" + ports.slack());
    environment.put("SLIPWAY_KUBECONFIG", kubeconfig.toString());
    environment.put(
        "SLIPWAY_REGISTRY_WEBHOOK",
        "http://127.0.0.1:" + ports.service(Service.REGISTRY_WATCHER) + "/webhooks/registry");
    environment.put(
        "SLIPWAY_REGISTRY_WEBHOOK_TOKEN_FILE",
        directory.secret("registry-webhook").file().toString());
    environment.put(
        "SLIPWAY_GIT_WEBHOOK",
        "http://127.0.0.1:" + ports.service(Service.MANIFEST_WRITER) + "/webhooks/git");
    environment.put(
        "SLIPWAY_GIT_WEBHOOK_SECRET_FILE", directory.secret("git-webhook").file().toString());
    environment.put("SLIPWAY_NOTIFIER", "http://127.0.0.1:" + ports.service(Service.NOTIFIER));
    return environment;
  }

  private void welcome(
      Progress progress, Map<String, String> environment, @Nullable RealCluster real) {
    out.printf(
        """

        Ready after %s.
          push images to   %s
          Git              %s
          console          %s
          cluster          %s
          logs             %s/logs

        Try next, in a second terminal:
          ./slipway push demo/web          makes and pushes an image: dev follows, then staging
          ./slipway status                 what runs where, what waits and why
          ./slipway why demo/web           the whole story of that push
          ./slipway queue add training-jobs --region us-west-2
          ./slipway promote production     held while that queue has a job: ./slipway queue clear
        Ctrl-C stops all of it.
        """,
        progress.total(),
        environment.get("SLIPWAY_REGISTRY"),
        environment.get("SLIPWAY_GIT"),
        environment.get("SLIPWAY_CONSOLE"),
        real == null
            ? "simulated; kubectl --kubeconfig "
                + environment.get("SLIPWAY_KUBECONFIG")
                + " get pods -A"
            : real.context() + " at " + real.server(),
        environment.get("SLIPWAY_DATA"));
  }

  /** Ends everything, once, in the order that loses nothing. */
  private static final class Stopping {
    private final Parts parts;
    private final DataDirectory directory;
    private final CountDownLatch stop;
    private volatile @Nullable Pipeline pipeline;
    private volatile @Nullable Control control;

    private Stopping(Parts parts, DataDirectory directory, CountDownLatch stop) {
      this.parts = parts;
      this.directory = directory;
      this.stop = stop;
    }

    private void with(Pipeline started) {
      pipeline = started;
    }

    private void with(Control started) {
      control = started;
    }

    private void stop() {
      stop.countDown();
      directory.forgetEnvironment();
      Control orders = control;
      if (orders != null) {
        orders.close();
      }
      try {
        Pipeline running = pipeline;
        if (running != null) {
          running.stop();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      parts.close();
    }
  }
}
