package dev.slipway.console;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console's own settings, {@code slipway.console}.
 *
 * @param tokensFile YAML list of {@code {actor, role: view|deploy|operate, token}}; a change is
 *     followed at once
 * @param retainedEvents how many of the newest events are kept in memory, about 2 KB each; 100 or
 *     more
 */
@ConfigurationProperties("slipway.console")
public record ConsoleProperties(
    @DefaultValue("tokens.yaml") Path tokensFile, @DefaultValue("20000") int retainedEvents) {
  private static final int FEWEST = 100;

  public ConsoleProperties {
    if (retainedEvents < FEWEST) {
      throw new IllegalArgumentException(
          "slipway.console.retained-events must be "
              + FEWEST
              + " or more, but is "
              + retainedEvents);
    }
  }
}
