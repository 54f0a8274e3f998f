package dev.slipway.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** The services that an operator runs, and how each reads its settings. */
enum ServiceUnderTest {
  REGISTRY_WATCHER(
      "watcher",
      "dev.slipway.watcher.wiring.WatcherSettings",
      "dev.slipway.watcher.RegistryWatcherApplication"),
  MANIFEST_WRITER(
      "writer",
      "dev.slipway.writer.WriterSettings",
      "dev.slipway.writer.ManifestWriterApplication"),
  QUEUE_GUARD(
      "guard", "dev.slipway.guard.QueueGuardSettings", "dev.slipway.guard.QueueGuardApplication"),
  CLUSTER_APPLIER(
      "applier",
      "dev.slipway.applier.ClusterApplierSettings",
      "dev.slipway.applier.ClusterApplierApplication"),
  NOTIFIER(
      "notifier",
      "dev.slipway.notifier.NotifierSettings",
      "dev.slipway.notifier.NotifierApplication"),
  CONSOLE(
      "console", "dev.slipway.console.ConsoleProperties", "dev.slipway.console.ConsoleApplication");

  private static final String MESSAGING = "dev.slipway.messaging.kafka.MessagingSettings";
  private final String section;
  private final String settings;
  private final String application;

  ServiceUnderTest(String section, String settings, String application) {
    this.section = section;
    this.settings = settings;
    this.application = application;
  }

  static List<String> moduleNames() {
    return Arrays.stream(values()).map(ServiceUnderTest::moduleName).toList();
  }

  /** Its module, its image, its consumer group. */
  String moduleName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Below {@code slipway} in its settings. */
  String section() {
    return section;
  }

  /** The class that starts it. */
  String application() {
    return application;
  }

  /** Reads a settings file as the service does; fails on a setting that it does not know. */
  Object bind(String file) throws IOException {
    return bind(section, settings, List.of(file));
  }

  /** As {@link #bind}, what the file says of messaging. */
  Object bindMessaging(String file) throws IOException {
    String name = "slipway.messaging.service: " + moduleName();
    return bind("messaging", MESSAGING, List.of(file, name)); // The first that says so holds.
  }

  private static Object bind(String section, String settings, List<String> files)
      throws IOException {
    List<ConfigurationPropertySource> sources = new java.util.ArrayList<>();
    for (String file : files) {
      var loaded =
          new YamlPropertySourceLoader().load("file", new ByteArrayResource(file.getBytes(UTF_8)));
      sources.add(Objects.requireNonNull(ConfigurationPropertySource.from(loaded.getFirst())));
    }
    var binder =
        new Binder(sources, new PropertySourcesPlaceholdersResolver(new StandardEnvironment()));
    try {
      return binder.bindOrCreate(
          "slipway." + section,
          Bindable.of(Class.forName(settings)),
          new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
