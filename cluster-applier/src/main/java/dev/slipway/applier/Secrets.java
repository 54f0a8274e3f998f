package dev.slipway.applier;

import dev.slipway.applier.object.KubernetesObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values that nobody is to read: what was decrypted, and what Secrets hold. They are known by what
 * they say, because Kustomize and Helm carry them anywhere. Rather too much is masked than too
 * little. Safe for any thread.
 */
public final class Secrets {
  public static final String MASK = "***";

  /** Shorter ones are masked only where they are the whole value: {@code 3} is in every port. */
  private static final int WITHIN_OTHERS = 4;

  private static final int LINE = 8;
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{8,}={0,2}");
  private final Set<String> values = ConcurrentHashMap.newKeySet();

  /** A tree of values, each secret but for truths and nothing. */
  public void add(@Nullable Object value) {
    switch (value) {
      case Map<?, ?> map -> map.values().forEach(this::add);
      case Collection<?> list -> list.forEach(this::add);
      case String text -> addText(text);
      case Number number -> values.add(number.toString());
      case null, default -> {}
    }
  }

  private void addText(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return;
    }
    values.add(stripped);
    // A key is carried line by line, each as far in as the file wants it.
    stripped.lines().map(String::strip).filter(line -> line.length() >= LINE).forEach(values::add);
  }

  /** What a Secret holds; other kinds hold none. */
  public void addData(KubernetesObject object) {
    if (isSecret(object)) {
      add(object.map("stringData"));
      object.map("data").values().stream()
          .filter(String.class::isInstance)
          .map(base64 -> decoded((String) base64))
          .forEach(this::add);
    }
  }

  public static boolean isSecret(KubernetesObject object) {
    return object.kind().equals("Secret") && object.apiVersion().equals("v1");
  }

  /** The text without what is secret in it. */
  public String masked(String text) {
    if (values.isEmpty() || text.isEmpty()) {
      return text;
    }
    if (values.contains(text.strip())) {
      return MASK;
    }
    String masked = text;
    List<String> within =
        values.stream()
            .filter(value -> value.length() >= WITHIN_OTHERS && text.contains(value))
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    for (String value : within) {
      masked = masked.replace(value, MASK);
    }
    return BASE64.matcher(masked).replaceAll(match -> encoded(match.group()));
  }

  /** As it is, or masked where it stands for something secret. */
  private String encoded(String base64) {
    String plain = decoded(base64).strip();
    boolean secret =
        values.contains(plain)
            || values.stream().anyMatch(v -> v.length() >= WITHIN_OTHERS && plain.contains(v));
    return Matcher.quoteReplacement(secret ? MASK : base64);
  }

  private static String decoded(String base64) {
    try {
      String standard = base64.replace('-', '+').replace('_', '/');
      return new String(Base64.getMimeDecoder().decode(standard), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }
}
