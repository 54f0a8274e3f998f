package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A service's ahead-of-time cache, and what it was made of. The JVM refuses a cache, without a
 * word, as soon as one jar of the class path has another size or time than when it was made; so
 * these are written beside it.
 *
 * @param jar the service's; its libraries lie in {@code lib/} beside it
 * @param java what runs it
 */
record StartCache(Path jar, Path java) {

  /** Where the JVM reads it. */
  Path file() {
    return jar.resolveSibling("start.aot");
  }

  /** Where the JVM writes it: what is half written would crash every JVM that reads it. */
  Path draft() {
    return jar.resolveSibling("start.aot.new");
  }

  /** Takes what was written for whole. */
  void accept() {
    try {
      if (Files.exists(draft())) {
        Files.move(draft(), file(), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new SandboxException("cannot replace " + file(), e);
    }
  }

  /** Whether the JVM would take it: it is there, and what it was made of is as it was. */
  boolean isUsable() {
    try {
      return Files.exists(file()) && Files.readString(origin()).equals(ingredients());
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes it, where it is there, and notes what the next one is made of. */
  void startAnew() {
    try {
      Files.deleteIfExists(file());
      Files.deleteIfExists(draft());
      Files.writeString(origin(), ingredients());
    } catch (IOException e) {
      throw new SandboxException("cannot replace " + file(), e);
    }
  }

  private Path origin() {
    return jar.resolveSibling("start.aot.origin");
  }

  private String ingredients() throws IOException {
    try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
      return Stream.of(List.of(java, jar).stream(), libraries.sorted())
          .flatMap(files -> files)
          .map(StartCache::ingredient)
          .collect(Collectors.joining("\n"));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String ingredient(Path file) {
    try {
      return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
