package dev.slipway.sandbox.launcher;

import dev.slipway.sandbox.queues.QueueClient;
import dev.slipway.sandbox.queues.QueueCounts;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts jobs into the sandbox's queues, and takes them out. */
@Command(
    name = "queue",
    description = "Put jobs into the sandbox's queues, take them out, look at them.",
    subcommands = {QueueCommand.Add.class, QueueCommand.Clear.class, QueueCommand.Show.class})
public final class QueueCommand {
  private static final String DEFAULT_REGION = "us-west-2";

  private QueueCommand() {}

  private static QueueClient client(Map<String, String> environment) {
    return QueueClient.at(URI.create(String.valueOf(environment.get("SLIPWAY_QUEUES"))));
  }

  /** {@code queue add}. */
  @Command(
      name = "add",
      description = {
        "Put jobs into a queue; makes the queue if need be.",
        "Example: ./slipway queue add training-jobs --region us-west-2 --jobs 2"
      })
  static final class Add implements Runnable {
    @Parameters(paramLabel = "NAME", description = "the queue")
    private String name = "";

    @Option(
        names = "--region",
        defaultValue = DEFAULT_REGION,
        description = "default: ${DEFAULT-VALUE}")
    private String region = DEFAULT_REGION;

    @Option(names = "--jobs", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
    private int jobs = 1;

    @Option(names = "--start", description = "begin to work on one: it counts as running")
    private boolean start;

    @Mixin private DataOption data = new DataOption();

    @Override
    public void run() {
      QueueClient client = client(data.directory().environment());
      client.createQueue(region, name);
      client.addJobs(region, name, jobs);
      if (start) {
        client.startJob(region, name);
      }
      print(client, region, name);
    }
  }

  /** {@code queue clear}. */
  @Command(
      name = "clear",
      description = {
        "Take every job out.",
        "Example: ./slipway queue clear                  every queue that slipway.yaml names",
        "         ./slipway queue clear training-jobs    this one, in every region it is named in"
      })
  static final class Clear implements Runnable {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "the queue; absent: all")
    private @Nullable String name;

    @Option(names = "--region", description = "only there")
    private @Nullable String region;

    @Mixin private DataOption data = new DataOption();

    @Override
    public void run() {
      Map<String, String> environment = data.directory().environment();
      QueueClient client = client(environment);
      if (name != null && region != null) {
        client.clear(region, name);
        print(client, region, name);
        return;
      }
      for (NamedThings.Queue queue : named(environment)) {
        if ((name == null || name.equals(queue.name()))
            && (region == null || region.equals(queue.region()))) {
          client.clear(queue.region(), queue.name());
          print(client, queue.region(), queue.name());
        }
      }
    }
  }

  /** {@code queue show}. */
  @Command(name = "show", description = "Show how many jobs each queue of slipway.yaml holds.")
  static final class Show implements Runnable {
    @Mixin private DataOption data = new DataOption();

    @Override
    public void run() {
      Map<String, String> environment = data.directory().environment();
      QueueClient client = client(environment);
      named(environment).forEach(queue -> print(client, queue.region(), queue.name()));
    }
  }

  private static List<NamedThings.Queue> named(Map<String, String> environment) {
    return TrackedRepository.configurationIn(
            String.valueOf(environment.get("SLIPWAY_GIT_DIRECTORY")))
        .map(configuration -> NamedThings.in(configuration).queues())
        .orElse(List.of());
  }

  private static void print(QueueClient client, String region, String name) {
    QueueCounts counts = client.counts(region, name);
    System.out.printf(
        "%-12s %-28s %d waiting, %d running, %d delayed%n",
        region, name, counts.visible(), counts.inFlight(), counts.delayed());
  }
}
