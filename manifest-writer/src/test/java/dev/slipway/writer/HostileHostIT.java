package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.deployment;
import static dev.slipway.writer.WriterOnGit.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.Sequence;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.sandbox.http.Credentials;
import dev.slipway.writer.git.GitAccess;
import dev.slipway.writer.git.JGitRepositories;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Git host and the people on it can do to a writer. Nothing that was decided is lost. */
class HostileHostIT {
  @TempDir Path folder;
  private WriterOnGit writer;

  @BeforeEach
  void start() throws InterruptedException {
    writer = new WriterOnGit(folder, WriterOnGit.sample());
    writer.work();
    writer.deliver(published("1.1.0"));
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void aRepositoryThatVanishesIsNamedAndItsUpdateWaits() throws Exception {
    Path there = writer.server.directory("shop");
    Path away = folder.resolve("away.git");
    Files.move(there, away);

    assertRefused(
        GitException.Reason.NOT_FOUND,
        "cannot fetch from %s: there is no such repository, or these credentials may not see it"
            .formatted(writer.repository));

    Files.move(away, there);
    writer.work();
    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in staging");
  }

  @Test
  void aBranchThatWasDeletedIsNotMadeAgainAndBeginsAnewWhenItIsBack() throws Exception {
    Path bare = writer.server.directory("shop");
    Sequence before = lastSequence();
    Git.output(bare, "branch", "kept", "main");
    Git.output(bare, "update-ref", "-d", "refs/heads/main");

    assertRefused(
        GitException.Reason.NOT_FOUND,
        writer.repository + " has no branch main: push it, or track another");
    assertThat(Git.lines(bare, "branch", "--list", "main")).isEmpty();

    String tree = Git.lines(bare, "rev-parse", "kept^{tree}").getFirst();
    String orphan =
        Git.lines(
                bare,
                "-c",
                "user.name=A",
                "-c",
                "user.email=a@b",
                "commit-tree",
                tree,
                "-m",
                "Anew")
            .getFirst();
    Git.output(bare, "update-ref", "refs/heads/main", orphan);
    writer.work();

    assertThat(writer.log()).containsExactly("web 1.0.0 → 1.1.0 in staging", "Anew");
    assertThat(lastSequence().epoch()).isGreaterThan(before.epoch());
  }

  @Test
  void aForcePushBetweenDecisionAndPushLosesNothing() throws Exception {
    Path bare = writer.server.directory("shop");
    writer.server.beforeNextPush(
        () -> {
          String tree = Git.lines(bare, "rev-parse", "main^{tree}").getFirst();
          String orphan =
              Git.lines(
                      bare,
                      "-c",
                      "user.name=A",
                      "-c",
                      "user.email=a@b",
                      "commit-tree",
                      tree,
                      "-m",
                      "Rewritten")
                  .getFirst();
          Git.output(bare, "update-ref", "refs/heads/main", orphan);
        });

    writer.work();

    assertThat(writer.log()).containsExactly("web 1.0.0 → 1.1.0 in staging", "Rewritten");
  }

  @Test
  void givesUpForNowWhereOthersPushAgainAndAgain() throws Exception {
    AtomicInteger others = new AtomicInteger();
    var push =
        new Runnable() {
          @Override
          public void run() {
            writer.server.commit(
                "shop",
                "main",
                "Other " + others.incrementAndGet(),
                Map.of("notes.txt", "n" + others.get()));
            writer.server.beforeNextPush(this);
          }
        };
    writer.server.beforeNextPush(push);

    assertRefused(
        GitException.Reason.PUSH_RACE,
        "others pushed to " + writer.key + " 10 times while we tried to");
    assertThat(others).hasValue(10);
    assertThat(writer.log()).hasSize(11).noneMatch(subject -> subject.startsWith("web"));

    writer.server.recover();
    writer.work();
    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in staging");
    assertThat(writer.file("notes.txt")).isEqualTo("n10");
  }

  @Test
  void aTokenThatExpiresMidwayIsTakenAnewOnceItsFileHoldsTheNextOne() throws Exception {
    GitHttpServer host = GitHttpServer.start(folder.resolve("guarded"), 0);
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    var access =
        new GitAccess(
            "slipway", () -> read(token), Duration.ofSeconds(5), "Slipway", "s@localhost");
    host.allow(new Credentials("slipway", "first"), dev.slipway.sandbox.git.GitAccess.WRITE);
    try (var guarded = new WriterOnGit(host, folder.resolve("cache2"), access)) {
      host.commit("shop", "main", "Begin", WriterOnGit.sample());
      guarded.work();
      host.allow(new Credentials("slipway", "second"), dev.slipway.sandbox.git.GitAccess.WRITE);
      host.revoke(new Credentials("slipway", "first"));
      guarded.deliver(published("1.1.0"));

      assertThatThrownBy(guarded::work)
          .isInstanceOfSatisfying(
              GitException.class,
              e -> assertThat(e.reason()).isEqualTo(GitException.Reason.UNAUTHORIZED))
          .hasMessage(
              "cannot fetch from %s: the host refuses the credentials; check the writer's password-file, or its ssh-key-file and the deploy key on the host"
                  .formatted(guarded.repository));

      Files.writeString(token, "second\n");
      guarded.work();
      assertThat(guarded.file("apps/staging/web.yaml")).isEqualTo(deployment("1.1.0"));
    } finally {
      host.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"info/refs", "git-receive-pack"})
  void credentialsThatEndBetweenFetchAndPushLoseNothingAndWriteNothingTwice(String midway)
      throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    var access =
        new GitAccess(
            "slipway", () -> read(token), Duration.ofSeconds(5), "Slipway", "s@localhost");
    var first = new Credentials("slipway", "first");
    var second = new Credentials("slipway", "second");
    try (GitHttpServer host = GitHttpServer.start(folder.resolve("guarded"), 0);
        var guarded = new WriterOnGit(host, folder.resolve("cache2"), access)) {
      host.allow(first, dev.slipway.sandbox.git.GitAccess.WRITE);
      host.commit("shop", "main", "Begin", WriterOnGit.sample());
      guarded.work();
      guarded.forget();
      guarded.deliver(published("1.1.0"));
      host.allow(second, dev.slipway.sandbox.git.GitAccess.WRITE);
      host.whenPushAsks(midway, () -> host.revoke(first));

      assertThatThrownBy(guarded::work)
          .isInstanceOfSatisfying(
              GitException.class,
              e -> assertThat(e.reason()).isEqualTo(GitException.Reason.UNAUTHORIZED))
          .hasMessage(
              "cannot push to %s: the host refuses the credentials; check the writer's password-file, or its ssh-key-file and the deploy key on the host"
                  .formatted(guarded.repository));
      assertThat(guarded.log()).containsExactly("Begin");
      assertThat(guarded.state().inbox().candidates()).as("waits").hasSize(1);
      assertThat(guarded.publisher.events(UpdateDeclined.class)).isEmpty();

      guarded.restart();
      Files.writeString(token, "second\n");
      guarded.work();
      guarded.work();
      assertThat(guarded.log()).containsExactly("web 1.0.0 → 1.1.0 in staging", "Begin");
      assertThat(guarded.file("apps/staging/web.yaml")).isEqualTo(deployment("1.1.0"));
      assertThat(guarded.publisher.events(RevisionCommitted.class))
          .singleElement()
          .satisfies(committed -> assertThat(committed.updates()).hasSize(1));
      assertThat(guarded.state().inbox().candidates()).isEmpty();
    }
  }

  @Test
  void garbageInsteadOfGitIsSaidToBeThat() throws Exception {
    HttpServer host =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.createContext(
        "/",
        exchange -> {
          byte[] page = "<html>a login page</html>".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    host.start();
    try (var repositories = new JGitRepositories(folder.resolve("cache3"))) {
      String url = "http://127.0.0.1:" + host.getAddress().getPort() + "/shop.git";
      Branch branch =
          repositories.branch(
              GitRepository.parse(url),
              GitBranch.parse("main"),
              new GitAccess(null, () -> "", Duration.ofSeconds(5), "S", "s@localhost"));

      assertThatThrownBy(branch::fetch)
          .isInstanceOfSatisfying(
              GitException.class,
              e -> assertThat(e.reason()).isEqualTo(GitException.Reason.UNAVAILABLE))
          .hasMessage(
              "cannot fetch from " + url + ": invalid advertisement of <html>a login page</html>");
    } finally {
      host.stop(0);
    }
  }

  private void assertRefused(GitException.Reason reason, String message) {
    ThrowingCallable work = writer::work;
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(GitException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage(message);
    assertThat(writer.state().inbox().candidates()).hasSize(1);
  }

  private Sequence lastSequence() {
    return writer.publisher.events(RevisionCommitted.class).getLast().revision().sequence();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
