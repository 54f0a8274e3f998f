package dev.slipway.applier.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps a program away from the network and from us. */
final class Isolation {
  private static final Logger log = LoggerFactory.getLogger(Isolation.class);
  private static final List<Path> UNSHARE =
      List.of(Path.of("/usr/bin/unshare"), Path.of("/bin/unshare"));

  /** Port 9 is "discard": nobody listens there. */
  private static final String NOWHERE = "http://127.0.0.1:9";

  /** How this machine reaches others, and whom it trusts. */
  private static final List<String> WAY_OUT =
      List.of(
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR");

  private @Nullable List<String> prefix;

  /** The command that runs a command without network; empty where the system has none for us. */
  synchronized List<String> prefix() throws IOException {
    if (prefix == null) {
      prefix = find();
      if (prefix.isEmpty()) {
        log.atInfo().log(
            "programs that render run without a network name space of their own: this system"
                + " does not let us make one; they are given no way to reach it");
      }
    }
    return prefix;
  }

  private static List<String> find() throws IOException {
    for (Path unshare : UNSHARE) {
      if (Files.isExecutable(unshare)) {
        List<String> command = List.of(unshare.toString(), "--map-root-user", "--net");
        if (works(command)) {
          return command;
        }
      }
    }
    return List.of();
  }

  private static boolean works(List<String> command) throws IOException {
    List<String> probe = new ArrayList<>(command);
    probe.add("/bin/true");
    Process process =
        new ProcessBuilder(probe)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }

  /** All that a program knows: no credentials, no programs to call, no home but its folder. */
  static Map<String, String> environment(Path home, long memoryBytes, boolean network) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", "");
    environment.put("HOME", home + "/.home");
    environment.put("TMPDIR", home.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GOMAXPROCS", "2");
    environment.put("GOMEMLIMIT", memoryBytes / 2 + "B");
    for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")) {
      if (!network) {
        environment.put(name, NOWHERE);
      }
    }
    if (network) {
      for (String name : WAY_OUT) {
        String value = System.getenv(name);
        if (value != null) {
          environment.put(name, value);
        }
      }
    }
    return environment;
  }
}
