package dev.slipway.applier.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.value.RolloutFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the real SOPS encrypted, by the real age. */
@EnabledIf(value = "dev.slipway.applier.render.Oracle#hasSops", disabledReason = Oracle.WHY_SOPS)
class SopsIT {
  private static final String PLAIN = "t0p-s3cret";
  private static final String SECRET =
      """
      # about it
      apiVersion: v1
      kind: Secret
      metadata:
        name: tokens
        creationTimestamp: null
        labels: {since: 2024-05-01, on-call: yes, ratio: 1.50, port: 0080}
      stringData:
        # and about this
        token: t0p-s3cret
        empty: ""
        multi: |
          one
          two
      """;

  @TempDir static Path keys;
  @TempDir Path directory;
  private static Path mine = Path.of("");
  private static Path others = Path.of("");
  private Rendering rendering = new Rendering();

  @BeforeAll
  static void makeKeys() throws Exception {
    mine = keys.resolve("mine.txt");
    others = keys.resolve("others.txt");
    Oracle.output(keys, Map.of(), "age-keygen", "-o", mine.toString());
    Oracle.output(keys, Map.of(), "age-keygen", "-o", others.toString());
  }

  @BeforeEach
  void useMyKey() {
    rendering = with(mine);
  }

  private static Rendering with(Path... identities) {
    List<DecryptionRule> rules = new ArrayList<>();
    for (Path file : identities) {
      rules.add(new DecryptionRule("main", null, file));
    }
    return new Rendering(Rendering.renderer(rules));
  }

  private static String recipient(Path identity) throws Exception {
    return new String(
            Oracle.output(keys, Map.of(), "age-keygen", "-y", identity.toString()),
            StandardCharsets.UTF_8)
        .strip();
  }

  private String encrypted(String name, String content, String... options) throws Exception {
    Path file = Files.writeString(directory.resolve(name), content);
    List<String> command = new ArrayList<>(List.of("sops", "encrypt"));
    for (String option : options) {
      if (option.startsWith("--")) {
        command.add(option);
      }
    }
    String rule =
        "creation_rules: [{age: %s%s}]"
            .formatted(
                recipient(mine),
                command.size() < options.length + 2 ? ", " + String.join(" ", options) : "");
    Files.writeString(directory.resolve(".sops.yaml"), rule);
    command.add(file.toString());
    return new String(
        Oracle.output(directory, Map.of(), command.toArray(String[]::new)), StandardCharsets.UTF_8);
  }

  private byte[] decrypted(String name, String content) throws Exception {
    Path file = Files.writeString(directory.resolve(name), content);
    return Oracle.output(
        directory,
        Map.of("SOPS_AGE_KEY_FILE", mine.toString()),
        "sops",
        "decrypt",
        file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--encrypted-regex=^(data|stringData)$",
        "--unencrypted-regex=^(apiVersion|kind|metadata)$",
        "--encrypted-suffix=Data",
        "mac_only_encrypted: true, encrypted_regex: ^stringData$",
        "encrypted_comment_regex: and about",
        "unencrypted_comment_regex: and about"
      })
  void decryptsAsSopsDoes(String options) throws Exception {
    String content =
        encrypted("s.yaml", SECRET, options.isEmpty() ? new String[0] : new String[] {options});
    assertThat(content).contains("ENC[");
    rendering.write("apps/dev/s.yaml", content);
    if (options.isEmpty()) {
      // Everything is encrypted, so the values come with the types that SOPS gave them.
      assertThat(rendering.render("apps/dev").getFirst().object().map("stringData"))
          .containsEntry("token", PLAIN);
    } else {
      Oracle.assertSame(rendering.render("apps/dev"), decrypted("e.yaml", content));
    }
  }

  @Test
  void decryptsSeveralDocumentsAndJson() throws Exception {
    String two = SECRET + "---\n" + SECRET.replace("name: tokens", "name: more");
    rendering
        .write("apps/dev/two.yaml", encrypted("two.yaml", two, "--encrypted-regex=^stringData$"))
        .write(
            "apps/dev/json.yaml",
            encrypted(
                "j.json",
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"json\"},\"stringData\":{\"a\":\"b\"}}"));
    assertThat(rendering.names("apps/dev")).containsExactlyInAnyOrder("tokens", "more", "json");
    assertThat(rendering.render("apps/dev"))
        .allSatisfy(one -> assertThat(one.object().content()).doesNotContainKey("sops"));
  }

  @Test
  void aWrongKeyIsNamedAndNothingElse() throws Exception {
    String content = encrypted("s.yaml", SECRET);
    rendering = with(others).write("apps/dev/s.yaml", content);
    rendering.refused(
        "apps/dev",
        RolloutFailure.DECRYPTION_FAILED,
        "apps/dev/s.yaml",
        "none of the 1 age identities",
        recipient(mine));
    rendering = with().write("apps/dev/s.yaml", content);
    rendering.refused("apps/dev", RolloutFailure.DECRYPTION_FAILED, "slipway.applier.sops");
    rendering = with(keys.resolve("gone.txt")).write("apps/dev/s.yaml", content);
    rendering.refused("apps/dev", RolloutFailure.DECRYPTION_FAILED, "gone.txt", "cannot be read");
    Path damaged = Files.writeString(keys.resolve("damaged.txt"), "AGE-SECRET-KEY-1QQQQ\n");
    rendering = with(damaged).write("apps/dev/s.yaml", content);
    rendering.refused("apps/dev", RolloutFailure.DECRYPTION_FAILED, "damaged.txt", "damaged");
    assertThatThrownBy(() -> rendering.render("apps/dev"))
        .hasMessageNotContaining("QQQQ")
        .hasNoCause();
    // Any of several keys will do.
    rendering = with(others, mine).write("apps/dev/s.yaml", content);
    assertThat(rendering.names("apps/dev")).containsExactly("tokens");
  }

  @Test
  void whatOneEnvironmentDecryptedIsNotShownToAnotherWithoutTheKey() throws Exception {
    FolderRenderer renderer = Rendering.renderer(List.of(new DecryptionRule(null, "dev", mine)));
    rendering = new Rendering(renderer).write("apps/dev/s.yaml", encrypted("s.yaml", SECRET));
    assertThat(rendering.names("apps/dev")).containsExactly("tokens");
    rendering.named("other");
    rendering.refused("apps/dev", RolloutFailure.DECRYPTION_FAILED, "no age identity");
  }

  @Test
  void aChangedFileIsRefusedThoughItsKeyFits() throws Exception {
    String content = encrypted("s.yaml", SECRET, "--encrypted-regex=^stringData$");
    broken(content.replace("name: tokens", "name: admin"), "MAC is broken");
    broken(content.replace("token: ENC", "other: ENC"), "changed or moved");
    broken(
        content.replaceFirst("mac: ENC\\[AES256_GCM,data:..", "mac: ENC[AES256_GCM,data:AA"),
        "MAC");
    broken(
        content.replaceFirst(
            "(?m)^    lastmodified: .*$", "    lastmodified: \"2020-01-01T00:00:00Z\""),
        "MAC");
    broken(content.replaceFirst("empty: \"\"", "empty: \"plain\""), "changed or moved");
    broken(content.replaceFirst("(?m)^    mac: .*\n", ""), "no MAC");
  }

  private void broken(String content, String problem) {
    rendering.write("apps/dev/s.yaml", content);
    rendering.refused("apps/dev", RolloutFailure.DECRYPTION_FAILED, "apps/dev/s.yaml", problem);
    assertThatThrownBy(() -> rendering.render("apps/dev"))
        .hasMessageNotContaining(PLAIN)
        .hasMessageNotContaining("AES256");
  }

  @Test
  void otherKindsOfKeysAreRefusedByName() throws Exception {
    String content =
        encrypted("s.yaml", SECRET)
            .replaceFirst(
                "(?s)    age:\n.*?\n    lastmodified",
                "    kms:\n    - {arn: x, enc: y}\n    lastmodified");
    rendering.write("apps/dev/s.yaml", content);
    rendering.refused(
        "apps/dev", RolloutFailure.NOT_SUPPORTED, "apps/dev/s.yaml", "kms", "--add-age");
  }

  @Test
  void encryptedFilesComeThroughKustomize() throws Exception {
    rendering
        .write("base/kustomization.yaml", "resources: [s.yaml]\n")
        .write("base/s.yaml", encrypted("s.yaml", SECRET, "--encrypted-regex=^stringData$"))
        .write(
            "apps/dev/kustomization.yaml",
            "namespace: shop\nresources: [../../base]\ncommonAnnotations: {a: b}\n");
    assertThat(rendering.render("apps/dev"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.object().map("stringData")).containsEntry("token", PLAIN);
              assertThat(one.object().namespace()).isEqualTo("shop");
              assertThat(one.object().annotation("a")).contains("b");
              assertThat(one.object().content()).doesNotContainKey("sops");
            });
    rendering.write(
        "base/s.yaml", rendering.content("base/s.yaml").replace("name: tokens", "name: admin"));
    rendering.refused("apps/dev", RolloutFailure.DECRYPTION_FAILED, "base/s.yaml", "MAC is broken");
  }

  @Test
  void generatorsTakeEncryptedDotenvAndBinaryFiles() throws Exception {
    String dotenv = "TOKEN=" + PLAIN + "\nOTHER=a b=c\n";
    rendering
        .write(
            "apps/dev/kustomization.yaml",
            "secretGenerator:\n- {name: tokens, envs: [t.env], files: [cert=c.bin]}\n")
        .write("apps/dev/t.env", encrypted("t.env", dotenv))
        .write("apps/dev/c.bin", encrypted("c.bin", "begin " + PLAIN + "\nend"));
    Path plain = Files.createDirectory(directory.resolve("plain"));
    Oracle.writeAll(
        Map.of(
            "kustomization.yaml",
            rendering.content("apps/dev/kustomization.yaml"),
            "t.env",
            dotenv,
            "c.bin",
            "begin " + PLAIN + "\nend"),
        plain);
    Oracle.assertSame(
        rendering.render("apps/dev"), Oracle.output(plain, Map.of(), "kustomize", "build", "."));
    assertThat(
            new String(
                Base64.getDecoder()
                    .decode(
                        String.valueOf(
                            rendering
                                .render("apps/dev")
                                .getFirst()
                                .object()
                                .map("data")
                                .get("TOKEN"))),
                StandardCharsets.UTF_8))
        .isEqualTo(PLAIN);
    rendering.write(
        "apps/dev/t.env", rendering.content("apps/dev/t.env").replaceFirst("OTHER=", "ANOTHER="));
    rendering.refused("apps/dev", RolloutFailure.DECRYPTION_FAILED, "apps/dev/t.env");
  }

  @Test
  void whatKustomizeSaysOfDecryptedFilesIsWithheld() throws Exception {
    rendering
        .write(
            "apps/dev/kustomization.yaml",
            "secretGenerator:\n- {name: tokens, envs: [t.env], literals: [TOKEN=again]}\n")
        .write("apps/dev/t.env", encrypted("t.env", "TOKEN=" + PLAIN + "\n"));
    rendering.refused("apps/dev", RolloutFailure.RENDER_FAILED, "withheld");
  }

  @Test
  void generatorsTakeNoEncryptedYaml() throws Exception {
    rendering
        .write(
            "apps/dev/kustomization.yaml", "secretGenerator:\n- {name: tokens, files: [x.yaml]}\n")
        .write("apps/dev/x.yaml", encrypted("x.yaml", "a: b\n"));
    rendering.refused("apps/dev", RolloutFailure.NOT_SUPPORTED, "apps/dev/x.yaml", "binary");
  }
}
