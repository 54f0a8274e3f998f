package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an ERROR finds a page that says what to do. */
class RunbooksTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern ERROR_LINE = Pattern.compile("atError\\(\\).*?;", Pattern.DOTALL);
  private static final Pattern REASON =
      Pattern.compile("addKeyValue\\(\\s*\"reason\",\\s*\"([a-z-]+)\"");

  @Test
  void everyErrorHasARunbookAndEveryRunbookAnError() throws IOException {
    Set<String> pages;
    try (Stream<Path> files = Files.list(HOME.resolve("docs/runbooks"))) {
      pages =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .map(name -> name.replace(".md", ""))
              .collect(Collectors.toCollection(TreeSet::new));
    }

    assertThat(reasons()).isEqualTo(pages);
  }

  private static Set<String> reasons() throws IOException {
    Set<String> reasons = new TreeSet<>();
    try (Stream<Path> modules = Files.list(HOME)) {
      for (Path sources :
          modules
              .map(module -> module.resolve("src/main/java"))
              .filter(Files::isDirectory)
              .toList()) {
        try (Stream<Path> files = Files.walk(sources)) {
          files
              .filter(file -> file.toString().endsWith(".java"))
              .forEach(file -> reasons.addAll(reasonsIn(file)));
        }
      }
    }
    return reasons;
  }

  private static Set<String> reasonsIn(Path file) {
    Set<String> reasons = new TreeSet<>();
    try {
      Matcher lines = ERROR_LINE.matcher(Files.readString(file));
      while (lines.find()) {
        Matcher reason = REASON.matcher(lines.group());
        assertThat(reason.find()).as("the ERROR in " + file + " names its reason").isTrue();
        reasons.add(reason.group(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }
}
