package dev.slipway.applier.sops;

import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.Fields;
import dev.slipway.events.value.RolloutFailure;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What SOPS wrote beside what it encrypted.
 *
 * @param ageKeys the data key, encrypted for one age recipient each
 * @param otherKinds of keys that could open it too, by SOPS's names
 * @param lastModified as it is authenticated
 * @param mac encrypted
 * @param macOnlyEncrypted whether only encrypted values are authenticated
 * @param rule which values are encrypted
 */
public record SopsMetadata(
    List<AgeKey> ageKeys,
    List<String> otherKinds,
    String lastModified,
    String mac,
    boolean macOnlyEncrypted,
    Rule rule) {

  /** The data key as one recipient gets it. */
  public record AgeKey(String recipient, String armored) {}

  /** Decides by a value's path. */
  interface Rule {
    boolean isEncrypted(List<String> path, Object value);
  }

  private static final List<String> OTHER_KINDS =
      List.of("pgp", "kms", "gcp_kms", "azure_kv", "hc_vault", "hckms");

  /**
   * Reads it.
   *
   * @throws RefusedException {@code DECRYPTION_FAILED} where it is not what SOPS writes; {@code
   *     NOT_SUPPORTED} for a data key in several parts
   */
  static SopsMetadata of(String file, Map<String, Object> sops) {
    List<Map<String, Object>> groups = Fields.list(sops, "key_groups");
    if (groups.size() > 1) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          file
              + " needs keys of several groups (key_groups), which this version cannot combine;"
              + " nothing was applied. Encrypt it with one group");
    }
    Map<String, Object> keys = groups.isEmpty() ? sops : groups.getFirst();
    List<AgeKey> age = new ArrayList<>();
    for (Map<String, Object> key : Fields.list(keys, "age")) {
      age.add(
          new AgeKey(Fields.text(key, "recipient").orElse(""), Fields.text(key, "enc").orElse("")));
    }
    return new SopsMetadata(
        List.copyOf(age),
        OTHER_KINDS.stream().filter(kind -> !Fields.list(keys, kind).isEmpty()).toList(),
        lastModified(file, sops),
        Fields.text(sops, "mac").orElseThrow(() -> damaged(file, "it has no MAC")),
        Fields.isTrue(sops, "mac_only_encrypted")
            || Fields.text(sops, "mac_only_encrypted").filter("true"::equals).isPresent(),
        rule(file, sops));
  }

  /** SOPS parses the time and writes it again, in whole seconds. */
  private static String lastModified(String file, Map<String, Object> sops) {
    String text = Fields.text(sops, "lastmodified").orElse("");
    try {
      OffsetDateTime time = OffsetDateTime.parse(text).truncatedTo(ChronoUnit.SECONDS);
      return time.getOffset().equals(ZoneOffset.UTC)
          ? DateTimeFormatter.ISO_INSTANT.format(Instant.from(time))
          : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    } catch (DateTimeParseException e) {
      throw damaged(file, "its 'lastmodified' is no time");
    }
  }

  private static Rule rule(String file, Map<String, Object> sops) {
    if (Fields.has(sops, "encrypted_comment_regex")
        || Fields.has(sops, "unencrypted_comment_regex")) {
      return (_, value) -> value instanceof String text && EncryptedValue.matches(text);
    }
    @Nullable String unencryptedSuffix = Fields.text(sops, "unencrypted_suffix").orElse(null);
    @Nullable String encryptedSuffix = Fields.text(sops, "encrypted_suffix").orElse(null);
    @Nullable Pattern unencryptedRegex = regex(file, sops, "unencrypted_regex");
    @Nullable Pattern encryptedRegex = regex(file, sops, "encrypted_regex");
    return (path, _) -> {
      boolean encrypted = true;
      if (unencryptedSuffix != null) {
        encrypted = path.stream().noneMatch(key -> key.endsWith(unencryptedSuffix));
      }
      if (encryptedSuffix != null) {
        encrypted = path.stream().anyMatch(key -> key.endsWith(encryptedSuffix));
      }
      if (unencryptedRegex != null && path.stream().anyMatch(found(unencryptedRegex))) {
        encrypted = false;
      }
      if (encryptedRegex != null) {
        encrypted = path.stream().anyMatch(found(encryptedRegex));
      }
      return encrypted;
    };
  }

  private static Predicate<String> found(Pattern pattern) {
    return key -> pattern.matcher(key).find();
  }

  private static @Nullable Pattern regex(String file, Map<String, Object> sops, String field) {
    try {
      return Fields.text(sops, field).map(Pattern::compile).orElse(null);
    } catch (IllegalArgumentException e) {
      throw damaged(file, "its '" + field + "' is no regular expression");
    }
  }

  static RefusedException damaged(String file, String problem) {
    return new RefusedException(
        RolloutFailure.DECRYPTION_FAILED,
        "%s cannot be decrypted: %s; nothing was applied".formatted(file, problem));
  }
}
