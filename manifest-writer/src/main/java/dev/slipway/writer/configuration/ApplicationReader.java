package dev.slipway.writer.configuration;

import dev.slipway.writer.configuration.RepositoryConfiguration.Application;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code applications:}. */
final class ApplicationReader {
  private static final Duration DEFAULT_TOGETHER = Duration.ofMinutes(10);

  private ApplicationReader() {}

  static List<Application> read(Section document, Set<String> images) {
    List<Application> applications = new ArrayList<>();
    Map<String, String> owners = new HashMap<>();
    document
        .sections("applications")
        .forEach(
            (name, section) -> {
              section.allow("images", "together");
              List<String> names = section.texts("images");
              if (names.isEmpty()) {
                section.complain("images", "name at least one image");
              }
              for (String image : names) {
                if (!images.contains(image)) {
                  section.complain("images", "there is no image '" + image + "' in images");
                }
                String owner = owners.put(image, name);
                if (owner != null) {
                  section.complain("images", "'" + image + "' belongs to " + owner + " already");
                }
              }
              Duration together = section.optional("together", Durations::parse);
              applications.add(
                  new Application(name, names, together == null ? DEFAULT_TOGETHER : together));
            });
    return applications;
  }
}
