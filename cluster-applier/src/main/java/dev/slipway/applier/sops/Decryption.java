package dev.slipway.applier.sops;

import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Secrets;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.yaml.KubectlSchema;
import dev.slipway.applier.yaml.YamlDocuments;
import dev.slipway.events.value.RolloutFailure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Decrypts an environment's files, in memory. No message says anything of what a file holds.
 *
 * <p>Every method throws {@link RefusedException} with {@code DECRYPTION_FAILED} where no key fits,
 * or the file was changed after SOPS encrypted it, and {@code NOT_SUPPORTED} for another kind of
 * key.
 */
public final class Decryption {
  private static final Pattern SIGN =
      Pattern.compile("(?m)^sops:\\s*$|^\\s*\"?sops\"?:\\s*\\{|^sops_mac=");
  private final DataKeys keys;
  private final Secrets secrets;

  /**
   * Decrypts with these keys.
   *
   * @param secrets told every value that was encrypted
   */
  public Decryption(DataKeys keys, Secrets secrets) {
    this.keys = keys;
    this.secrets = secrets;
  }

  /** Stands for the keys: what was decrypted under one name is not shown under another. */
  public String name() {
    return keys.name();
  }

  /** Whether the file bears SOPS's own part. */
  public static boolean isEncrypted(byte[] content) {
    return SIGN.matcher(new String(content, StandardCharsets.UTF_8)).find();
  }

  public static boolean isEncrypted(KubernetesObject object) {
    return object.content().get("sops") instanceof Map<?, ?>;
  }

  /** The documents of a YAML or JSON file, its MAC verified, without SOPS's own part. */
  public List<Object> documents(String file, byte[] content) {
    verify(file, content);
    return read(file, content, new KubectlSchema(), false);
  }

  /** Makes sure that the file is as SOPS left it, and that we can decrypt it. */
  public void verify(String file, byte[] content) {
    read(file, content, new MacSchema(), true);
  }

  private List<Object> read(String file, byte[] content, Schema schema, boolean authenticate) {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (Object document : YamlDocuments.read(file, content, schema)) {
      if (document instanceof Map<?, ?>) {
        documents.add(map(document));
      }
    }
    Map<String, Object> own =
        documents.stream()
            .map(document -> Fields.map(document, "sops"))
            .filter(sops -> !sops.isEmpty())
            .findFirst()
            .orElseThrow(() -> SopsMetadata.damaged(file, "it bears no SOPS part"));
    return decrypt(file, documents, own, authenticate);
  }

  private List<Object> decrypt(
      String file,
      List<Map<String, Object>> documents,
      Map<String, Object> own,
      boolean authenticate) {
    SopsMetadata metadata = SopsMetadata.of(file, own);
    byte[] key = keys.dataKey(file, metadata);
    try {
      SopsTree tree = new SopsTree(metadata, key, secrets);
      List<Object> plain = new ArrayList<>();
      for (Map<String, Object> document : documents) {
        plain.add(tree.decrypt(document));
      }
      if (authenticate && !tree.isAuthentic()) {
        throw SopsMetadata.damaged(
            file,
            "its MAC is broken: it was changed after SOPS encrypted it. Edit it with 'sops edit'");
      }
      return plain;
    } catch (GeneralSecurityException e) {
      throw SopsMetadata.damaged(
          file,
          "a value or its MAC does not fit the file's key: it was changed or moved after SOPS"
              + " encrypted it. Edit it with 'sops edit'");
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * An object that a program made of encrypted files; what it changed beside the encrypted values
   * is not authenticated, the file itself is to be {@link #verify verified}.
   */
  public KubernetesObject object(String file, KubernetesObject encrypted) {
    Map<String, Object> own = Fields.map(encrypted.content(), "sops");
    Map<String, Object> relaxed = new LinkedHashMap<>(own);
    relaxed.keySet().removeIf(field -> field.endsWith("_suffix") || field.endsWith("_regex"));
    relaxed.put("encrypted_comment_regex", "."); // By their form: a program may have added fields.
    return new KubernetesObject(
        map(decrypt(file, List.of(encrypted.content()), relaxed, false).getFirst()));
  }

  /**
   * The plain content of a file that a generator takes whole: a dotenv file, or a binary one (SOPS
   * keeps it as {@code data} in JSON).
   *
   * @throws RefusedException {@code NOT_SUPPORTED} for YAML, JSON and INI: their bytes would not be
   *     those that {@code sops decrypt} writes
   */
  public byte[] content(String file, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    if (Dotenv.isOne(text)) {
      return dotenv(file, text);
    }
    boolean named = file.endsWith(".json") || file.endsWith(".yaml") || file.endsWith(".yml");
    if (!named && text.stripLeading().startsWith("{")) {
      return Fields.text(map(documents(file, content).getFirst()), "data")
          .orElseThrow(() -> SopsMetadata.damaged(file, "it is no binary file of SOPS"))
          .getBytes(StandardCharsets.UTF_8);
    }
    throw new RefusedException(
        RolloutFailure.NOT_SUPPORTED,
        file
            + " is encrypted as YAML, JSON or INI, which a generator cannot take: its bytes would"
            + " not be exactly those that were encrypted. Encrypt it with 'sops encrypt"
            + " --input-type binary' under a name without .yaml or .json, or as dotenv; nothing was"
            + " applied");
  }

  private byte[] dotenv(String file, String text) {
    Dotenv dotenv = Dotenv.read(file, text);
    Map<String, Object> plain =
        map(decrypt(file, List.of(dotenv.values()), dotenv.metadata(), true).getFirst());
    return dotenv.write(plain).getBytes(StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object document) {
    return (Map<String, Object>) document;
  }
}
