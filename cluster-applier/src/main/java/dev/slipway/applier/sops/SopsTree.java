package dev.slipway.applier.sops;

import dev.slipway.applier.Secrets;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks what a file says as SOPS does: in its order, by the path of keys. */
final class SopsTree {
  private static final String OWN_KEY = "sops";

  /** Begins the MAC where it covers encrypted values only: the SHA-256 of "sops". */
  private static final String ONLY_ENCRYPTED =
      "8a3fd2ad54ce66527b1034f3d147be0b0b975b3bf44f72c6fdadec8176f27d69";

  private static final Set<List<String>> NAMES =
      Set.of(
          List.of("apiVersion"),
          List.of("kind"),
          List.of("metadata", "name"),
          List.of("metadata", "namespace"));

  private final SopsMetadata metadata;
  private final byte[] key;
  private final MessageDigest authenticated;
  private final Secrets secrets;

  SopsTree(SopsMetadata metadata, byte[] key, Secrets secrets) throws GeneralSecurityException {
    this.metadata = metadata;
    this.secrets = secrets;
    this.key = key.clone();
    this.authenticated = MessageDigest.getInstance("SHA-512");
    if (metadata.macOnlyEncrypted()) {
      authenticated.update(HexFormat.of().parseHex(ONLY_ENCRYPTED));
    }
  }

  /** The document without SOPS's own part; what is encrypted is decrypted. */
  Map<String, Object> decrypt(Map<String, Object> document) throws GeneralSecurityException {
    Map<String, Object> copy = new LinkedHashMap<>(document);
    copy.remove(OWN_KEY);
    return map(copy, List.of());
  }

  /**
   * Whether everything that was decrypted is what SOPS encrypted.
   *
   * @throws GeneralSecurityException where the MAC itself cannot be decrypted
   */
  boolean isAuthentic() throws GeneralSecurityException {
    String computed = HexFormat.of().withUpperCase().formatHex(authenticated.digest());
    Object expected = EncryptedValue.decrypt(metadata.mac(), key, metadata.lastModified());
    return MessageDigest.isEqual(
        computed.getBytes(StandardCharsets.UTF_8),
        String.valueOf(expected).getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, Object> map(Map<?, ?> map, List<String> path)
      throws GeneralSecurityException {
    Map<String, Object> plain = LinkedHashMap.newLinkedHashMap(map.size());
    for (Map.Entry<?, ?> field : map.entrySet()) {
      String name = String.valueOf(field.getKey());
      List<String> below = new ArrayList<>(path);
      below.add(name);
      put(plain, name, value(field.getValue(), below));
    }
    return plain;
  }

  @SuppressWarnings("NullAway") // JSON's null is a value here.
  private static void put(Map<String, Object> map, String name, @Nullable Object value) {
    map.put(name, value);
  }

  private @Nullable Object value(@Nullable Object value, List<String> path)
      throws GeneralSecurityException {
    if (value instanceof Map<?, ?> map) {
      return map(map, path);
    }
    if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      for (Object one : list) {
        add(plain, value(one, path));
      }
      return plain;
    }
    return value == null ? null : leaf(value, path);
  }

  @SuppressWarnings("NullAway") // As above.
  private static void add(List<Object> list, @Nullable Object value) {
    list.add(value);
  }

  private Object leaf(Object value, List<String> path) throws GeneralSecurityException {
    boolean encrypted = metadata.rule().isEncrypted(path, value);
    Object plain = value;
    if (encrypted) {
      if (!(value instanceof String text)) {
        throw new GeneralSecurityException("a value that should be encrypted is not");
      }
      plain = text.isEmpty() ? text : EncryptedValue.decrypt(text, key, path);
      note(plain, path);
    }
    if (encrypted || !metadata.macOnlyEncrypted()) {
      authenticated.update(bytes(plain));
    }
    return plain instanceof byte[] binary ? Base64.getEncoder().encodeToString(binary) : plain;
  }

  /** What an object is called is in every event. */
  private void note(Object plain, List<String> path) {
    if (!NAMES.contains(path)) {
      secrets.add(
          plain instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : plain);
    }
  }

  /** As SOPS turns values into bytes. */
  private static byte[] bytes(Object value) {
    String text =
        switch (value) {
          case byte[] binary -> new String(binary, StandardCharsets.ISO_8859_1);
          case Boolean truth -> truth ? "True" : "False";
          case Double number ->
              new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
          default -> value.toString();
        };
    return text.getBytes(
        value instanceof byte[] ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }
}
