package dev.slipway.console;

import dev.slipway.events.Topic;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.EventHistory;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.messaging.ServiceGroups;
import dev.slipway.messaging.testing.RecordingPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The whole console on a free port, with fakes where the broker would be. */
public final class RunningConsole implements AutoCloseable {
  public static final String VIEW = "view-token-0123456789";
  public static final String DEPLOY = "deploy-token-0123456789";
  public static final String OPERATE = "operate-token-0123456789";

  public final Shop shop = new Shop();
  public final RecordingPublisher publisher = new RecordingPublisher();
  public final FakeServiceGroups groups = new FakeServiceGroups();
  private final ConfigurableApplicationContext context;

  private RunningConsole(Path folder, boolean catchesUp) throws IOException {
    Path tokens = folder.resolve("tokens.yaml");
    Files.writeString(
        tokens,
        """
        - {actor: vera, role: view, token: %s}
        - {actor: ada, role: deploy, token: %s}
        - {actor: olga, role: operate, token: %s}
        """
            .formatted(VIEW, DEPLOY, OPERATE));
    EventHistory history = catchesUp ? shop.history : new Endless(shop.history);
    context =
        new SpringApplicationBuilder(ConsoleApplication.class)
            .properties(
                "server.port=0",
                "slipway.console.tokens-file=" + tokens,
                "spring.autoconfigure.exclude="
                    + "dev.slipway.messaging.kafka.MessagingAutoConfiguration,"
                    + "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
            .initializers(
                (GenericApplicationContext beans) -> {
                  beans.registerBean(EventPublisher.class, () -> publisher);
                  beans.registerBean(Configuration.class, () -> shop.configuration);
                  beans.registerBean(EventHistory.class, () -> history);
                  beans.registerBean(ServiceGroups.class, () -> groups);
                  beans.registerBean(Clock.class, Clock::systemUTC);
                })
            .run(
                "--server.port=0",
                "--slipway.console.tokens-file=" + tokens,
                // Messaging is not there, so nor is its health.
                "--management.endpoint.health.group.readiness.include=readinessState,history");
  }

  public static RunningConsole start(Path folder) throws IOException {
    return new RunningConsole(folder, true);
  }

  /** One whose history never ends. */
  public static RunningConsole startStillReading(Path folder) throws IOException {
    return new RunningConsole(folder, false);
  }

  public String address() {
    int port =
        Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
            .getPort();
    return "http://127.0.0.1:" + port;
  }

  public <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  @Override
  public void close() {
    context.close();
  }

  private record Endless(FakeHistory history) implements EventHistory {
    @Override
    public AutoCloseable follow(Set<Topic> topics, Consumer<Delivery> onEvent, Runnable caughtUp) {
      return history.follow(topics, onEvent, () -> {});
    }
  }
}
