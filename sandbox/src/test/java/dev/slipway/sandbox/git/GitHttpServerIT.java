package dev.slipway.sandbox.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.sandbox.http.Answers;
import dev.slipway.sandbox.http.Credentials;
import dev.slipway.sandbox.http.LoopbackServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GitHttpServerIT {
  private record Hook(String event, String signature, String body) {}

  @TempDir Path data;
  private GitHttpServer server;
  private GitCommand outside;

  @BeforeEach
  void start() {
    server = GitHttpServer.start(data.resolve("git"), 0);
    outside = new GitCommand(data);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void realGitClonesTheFirstContentAndPushesAChange() throws Exception {
    server.createRepository("team/shop", sample());

    GitCommand clone = clone("team/shop", "one");
    assertThat(Files.readString(clone.directory().resolve("apps/dev/web.yaml")))
        .isEqualTo("a: 1\n");
    assertThat(Files.isExecutable(clone.directory().resolve("run"))).isTrue();
    commit(clone, "apps/dev/web.yaml", "a: 2\n");
    clone.run("push", "origin", "main");

    GitCommand other = clone("team/shop", "other");
    assertThat(other.run("rev-parse", "HEAD")).isEqualTo(clone.run("rev-parse", "HEAD"));
    assertThat(other.run("log", "--format=%s")).isEqualTo("change\nBegin");
  }

  @Test
  void speaksProtocolTwoAndHandsOutAnyCommitByItsId() throws Exception {
    server.createRepository("shop", sample());
    String old = server.commit("shop", "main", "two", Map.of("b.txt", "b"));
    server.commit("shop", "main", "three", Map.of("b.txt", "", "c.txt", "c"));

    GitCommand fetcher = new GitCommand(Files.createDirectories(data.resolve("fetcher")));
    fetcher.run("init", "-q");
    String url = server.cloneUrl("shop").toString();
    assertThat(packets(fetcher, "ls-remote", url)).contains("version 2");
    fetcher.run("-c", "protocol.version=2", "fetch", "-q", "--depth=1", url, old);

    assertThat(fetcher.run("ls-tree", "--name-only", "FETCH_HEAD")).contains("b.txt");
    assertThat(clone("shop", "head").directory().resolve("b.txt")).doesNotExist();
  }

  @Test
  void takesABigPushInOneGo() throws Exception {
    server.createRepository("shop");
    GitCommand work = new GitCommand(Files.createDirectories(data.resolve("work")));
    work.run("init", "-q", "-b", "main");
    byte[] noise = new byte[3_000_000];
    new Random(1).nextBytes(noise);
    Files.write(work.directory().resolve("noise"), noise);
    work.run("add", ".");
    work.run("commit", "-q", "-m", "noise");

    work.run("push", server.cloneUrl("shop").toString(), "main");

    assertThat(clone("shop", "copy").directory().resolve("noise")).hasBinaryContent(noise);
  }

  @Test
  void refusesAPushThatIsBehind() throws Exception {
    server.createRepository("shop", sample());
    GitCommand clone = clone("shop", "late");
    server.commit("shop", "main", "first", Map.of("x", "1"));
    commit(clone, "y", "2");

    GitCommand.Outcome push = clone.attempt("push", "origin", "main");

    assertThat(push.exitCode()).isNotZero();
    assertThat(push.output()).contains("rejected");
  }

  @Test
  void losesTheRaceThatATestHasPlanned() throws Exception {
    server.createRepository("shop", sample());
    GitCommand clone = clone("shop", "racer");
    commit(clone, "y", "2");
    server.beforeNextPush(() -> server.commit("shop", "main", "first", Map.of("x", "1")));

    assertThat(clone.attempt("push", "origin", "main").exitCode()).isNotZero();

    clone.run("pull", "-q", "--rebase");
    clone.run("push", "origin", "main");
    assertThat(clone("shop", "after").run("log", "--format=%s")).isEqualTo("change\nfirst\nBegin");
  }

  @Test
  void refusesPushesLikeAProtectedBranchUntilItRecovers() throws Exception {
    server.createRepository("shop", sample());
    GitCommand clone = clone("shop", "work");
    commit(clone, "y", "2");
    server.rejectPushes("main is protected");

    assertThat(clone.attempt("push", "origin", "main").output()).contains("main is protected");

    server.recover();
    clone.run("push", "origin", "main");
  }

  @Test
  void letsAReaderReadAndAWriterWrite() throws Exception {
    server.createRepository("shop", sample());
    server.allow(new Credentials("reader", "r"), GitAccess.READ);
    server.allow(new Credentials("writer", "w"), GitAccess.WRITE);

    assertThat(outside.attempt("ls-remote", server.cloneUrl("shop").toString()).exitCode())
        .isNotZero();
    assertThat(outside.attempt("ls-remote", as("reader", "wrong")).exitCode()).isNotZero();
    outside.run("clone", "-q", as("reader", "r"), "work");
    GitCommand clone = new GitCommand(data.resolve("work"));
    commit(clone, "y", "2");
    assertThat(clone.attempt("push", "origin", "main").output()).contains("403");
    clone.run("push", as("writer", "w"), "main");
  }

  @Test
  void tellsOfAPushAsGitHubDoes() throws Exception {
    Queue<Hook> hooks = new ConcurrentLinkedQueue<>();
    try (LoopbackServer receiver = receiver(hooks)) {
      server.createRepository("team/shop", sample());
      server.notifyTo(receiver.uri().resolve("/hook"), "sesame");
      GitCommand clone = clone("team/shop", "work");
      String before = clone.run("rev-parse", "HEAD");
      commit(clone, "y", "2");
      clone.run("push", "origin", "main");

      await().until(() -> hooks.size() == 1);
      Hook hook = hooks.element();
      assertThat(hook.event()).isEqualTo("push");
      assertThat(hook.signature()).isEqualTo("sha256=" + hmac("sesame", hook.body()));
      JsonNode push = new JsonMapper().readTree(hook.body());
      assertThat(push.path("ref").asString()).isEqualTo("refs/heads/main");
      assertThat(push.path("before").asString()).isEqualTo(before);
      assertThat(push.path("after").asString()).isEqualTo(clone.run("rev-parse", "HEAD"));
      assertThat(push.at("/repository/clone_url").asString())
          .isEqualTo(server.cloneUrl("team/shop").toString());
    }
  }

  @Test
  void keepsARepositoryThatExistsAndCopiesOneWithItsHistory() throws Exception {
    server.createRepository("shop", sample());
    server.commit("shop", "releases/prod", "on a branch", Map.of("z", "1"));
    GitCommand clone = clone("shop", "source");

    server.createRepository("shop", Files.createDirectories(data.resolve("nothing")));
    server.createRepository("copy", clone.directory());

    assertThat(clone("copy", "copied").run("rev-parse", "HEAD"))
        .isEqualTo(clone.run("rev-parse", "HEAD"));
    assertThat(outside.run("ls-remote", server.cloneUrl("shop").toString()))
        .contains("refs/heads/releases/prod");
  }

  /** What goes over the wire, as {@code git} itself reports it. */
  private static String packets(GitCommand git, String... arguments) throws Exception {
    String[] traced = new String[arguments.length + 2];
    traced[0] = "-c";
    traced[1] = "protocol.version=2";
    System.arraycopy(arguments, 0, traced, 2, arguments.length);
    return git.tracing().attempt(traced).output();
  }

  private Path sample() throws Exception {
    Path folder = data.resolve("sample");
    Files.createDirectories(folder.resolve("apps/dev"));
    Files.writeString(folder.resolve("apps/dev/web.yaml"), "a: 1\n");
    Files.writeString(folder.resolve("run"), "#!/bin/sh\n");
    assertThat(folder.resolve("run").toFile().setExecutable(true)).isTrue();
    return folder;
  }

  private GitCommand clone(String name, String folder) throws Exception {
    outside.run("clone", "-q", server.cloneUrl(name).toString(), folder);
    return new GitCommand(data.resolve(folder));
  }

  private static void commit(GitCommand clone, String file, String content) throws Exception {
    Files.writeString(clone.directory().resolve(file), content);
    clone.run("add", ".");
    clone.run("commit", "-q", "-m", "change");
  }

  private String as(String user, String password) {
    return "http://" + user + ":" + password + "@127.0.0.1:" + server.port() + "/shop.git";
  }

  private static LoopbackServer receiver(Queue<Hook> hooks) {
    return LoopbackServer.start(
        "receiver",
        0,
        exchange -> {
          var headers = exchange.getRequestHeaders();
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          hooks.add(
              new Hook(
                  headers.getFirst("X-GitHub-Event"),
                  headers.getFirst("X-Hub-Signature-256"),
                  body));
          Answers.empty(exchange, 204);
        });
  }

  private static String hmac(String secret, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
  }
}
