package dev.slipway.writer.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.git.SshKeyFiles;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.writer.Branch;
import dev.slipway.writer.Draft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our signatures, judged by the real git, gpg and ssh-keygen. */
class CommitSigningIT {
  @TempDir Path folder;
  private GitHttpServer host;
  private JGitRepositories repositories;

  @BeforeEach
  void start() {
    host = GitHttpServer.start(folder.resolve("git"), 0);
    host.createRepository("shop");
    host.commit("shop", "main", "Begin", Map.of("a.yaml", "a: 1\n"));
    repositories = new JGitRepositories(folder.resolve("cache"));
  }

  @AfterEach
  void stop() {
    repositories.close();
    host.close();
  }

  @Test
  void gitTrustsOurOpenPgpSignature() throws Exception {
    assumeTrue(exists("gpg") && exists("git"), "needs gpg and git on the PATH");
    Path home = Files.createDirectory(folder.resolve("gnupg"));
    assertThat(home.toFile().setReadable(false, false)).isTrue();
    assertThat(home.toFile().setReadable(true, true)).isTrue();
    for (String kind : List.of("ed25519", "rsa2048")) {
      String name = kind + "@example.com";
      gpg(home, "--batch", "--passphrase", "", "--quick-generate-key", name, kind, "sign", "never");
      Path key = folder.resolve(kind + ".asc");
      gpg(home, "--batch", "--armor", "--output", key.toString(), "--export-secret-keys", name);

      commitSignedBy(OpenPgpSigning.of(key, null));

      assertThat(verified(Map.of("GNUPGHOME", home.toString()), "verify-commit", "-v", "main"))
          .contains("Good signature from \"" + name + "\"");
    }
    gpgconf(home);
  }

  @Test
  void gitTrustsOurSshSignature() throws Exception {
    assumeTrue(exists("ssh-keygen") && exists("git"), "needs ssh-keygen and git on the PATH");
    Path key = folder.resolve("id_ed25519");
    run(
        Map.of(),
        "ssh-keygen",
        "-q",
        "-t",
        "ed25519",
        "-N",
        "correct horse",
        "-C",
        "slipway",
        "-f",
        key.toString());
    Path allowed =
        Files.writeString(
            folder.resolve("allowed"),
            "slipway@localhost " + Files.readString(Path.of(key + ".pub")));

    commitSignedBy(
        SshSigning.of(key, Files.writeString(folder.resolve("passphrase"), "correct horse\n")));

    assertThat(
            verified(
                Map.of(), "-c", "gpg.ssh.allowedSignersFile=" + allowed, "verify-commit", "main"))
        .contains("Good \"git\" signature for slipway@localhost with ED25519 key");
  }

  @Test
  void findsABrokenKeyAtTheStart() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken"), "not a key\n");
    SshKeyFiles locked = SshKeyFiles.write(folder.resolve("locked"), "correct horse");

    assertThatThrownBy(() -> OpenPgpSigning.of(broken, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "signing key-file "
                + broken
                + " holds no OpenPGP key that can sign without a passphrase (passphrase-file names"
                + " one); export one with: gpg --armor --export-secret-keys KEY. The cause: ");
    assertThatThrownBy(() -> SshSigning.of(broken, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "signing key-file "
                + broken
                + " holds no SSH key that can sign without a passphrase (passphrase-file names"
                + " one); make one with: ssh-keygen -t ed25519 -f FILE. The cause: ");
    assertThatThrownBy(() -> SshSigning.of(locked.privateKey(), null))
        .isInstanceOf(IllegalArgumentException.class);
    Path wrong = Files.writeString(folder.resolve("wrong"), "wrong");
    assertThatThrownBy(() -> SshSigning.of(locked.privateKey(), wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("with the passphrase of " + wrong);
  }

  private void commitSignedBy(CommitSigning signing) {
    var access =
        new GitAccess(
            null, () -> "", null, Duration.ofSeconds(10), "Slipway", "slipway@localhost", signing);
    GitRepository remote = GitRepository.parse(host.cloneUrl("shop").toString());
    Branch branch = repositories.branch(remote, GitBranch.parse("main"), access);
    byte[] content = ("a: " + signing + "\n").getBytes(StandardCharsets.UTF_8);
    var draft = new Draft(Map.of("a.yaml", content), "web 1.0.0 → 1.1.0 in staging\n");
    assertThat(branch.push(branch.fetch().orElseThrow(), draft))
        .isInstanceOf(Branch.Push.Done.class);
  }

  private String verified(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", host.directory("shop").toString()));
    command.addAll(List.of(arguments));
    return run(environment, command.toArray(String[]::new));
  }

  private static void gpg(Path home, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("gpg"));
    command.addAll(List.of(arguments));
    run(Map.of("GNUPGHOME", home.toString()), command.toArray(String[]::new));
  }

  /** Ends the agent that gpg has started: it watches a folder that goes away. */
  private static void gpgconf(Path home) throws Exception {
    run(Map.of("GNUPGHOME", home.toString()), "gpgconf", "--kill", "all");
  }

  private static String run(Map<String, String> environment, String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + ": " + output).isZero();
    return output;
  }

  private static boolean exists(String program) {
    @Nullable String path = System.getenv("PATH");
    return path != null
        && List.of(path.split(":", -1)).stream()
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
  }
}
