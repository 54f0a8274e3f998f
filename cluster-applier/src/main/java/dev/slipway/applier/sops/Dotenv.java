package dev.slipway.applier.sops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dotenv file as SOPS writes it: its own part in lines that begin with {@code sops_}.
 *
 * @param values what is encrypted, in its order
 */
record Dotenv(Map<String, Object> values, Map<String, Object> metadata) {
  private static final String OWN = "sops_";
  private static final Pattern AGE = Pattern.compile("age__list_(\\d+)__map_(enc|recipient)");
  private static final Pattern OTHER_KIND =
      Pattern.compile("(pgp|kms|gcp_kms|azure_kv|hc_vault|hckms)__list_\\d+__map_.*");

  static boolean isOne(String text) {
    return text.lines().anyMatch(line -> line.startsWith(OWN + "mac="));
  }

  static Dotenv read(String file, String text) {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Object> own = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int at = line.indexOf('=');
      if (at < 0) {
        throw SopsMetadata.damaged(file, "a line has no '='");
      }
      String name = line.substring(0, at);
      String value = line.substring(at + 1).replace("\\n", "\n");
      if (name.startsWith(OWN)) {
        note(own, name.substring(OWN.length()), value);
      } else if (values.put(name, value) != null) {
        throw SopsMetadata.damaged(file, "'" + name + "' stands twice");
      }
    }
    return new Dotenv(values, own);
  }

  private static void note(Map<String, Object> own, String name, String value) {
    Matcher age = AGE.matcher(name);
    Matcher other = OTHER_KIND.matcher(name);
    if (age.matches()) {
      @SuppressWarnings("unchecked")
      List<Map<String, Object>> keys =
          (List<Map<String, Object>>) own.computeIfAbsent("age", _ -> new ArrayList<>());
      while (keys.size() <= Integer.parseInt(age.group(1))) {
        keys.add(new LinkedHashMap<>());
      }
      keys.get(Integer.parseInt(age.group(1))).put(age.group(2), value);
    } else if (other.matches()) {
      own.put(other.group(1), List.of(Map.of("enc", "")));
    } else {
      own.put(name, value);
    }
  }

  /** As SOPS writes it plain, without its comments. */
  String write(Map<String, Object> plain) {
    StringBuilder text = new StringBuilder();
    plain.forEach(
        (name, value) ->
            text.append(name)
                .append('=')
                .append(String.valueOf(value).replace("\n", "\\n"))
                .append('\n'));
    return text.toString();
  }
}
