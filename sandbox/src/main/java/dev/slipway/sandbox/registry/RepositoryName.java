package dev.slipway.sandbox.registry;

import java.util.regex.Pattern;

/** A repository's name and a tag's form, as the distribution specification gives them. */
public record RepositoryName(String value) {
  private static final String PART = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern FORM = Pattern.compile(PART + "(/" + PART + ")*");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  static RepositoryName parse(String text) throws RegistryError {
    if (!isName(text)) {
      throw new RegistryError(400, "NAME_INVALID", "not a repository name: " + text);
    }
    return new RepositoryName(text);
  }

  public static boolean isName(String text) {
    return FORM.matcher(text).matches();
  }

  public static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
