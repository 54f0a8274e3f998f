package dev.slipway.events.value;

import java.util.regex.Pattern;

/** The one wording for "this field is wrong": names the field, what it held and what it must be. */
final class Check {
  private static final int SHOWN_CHARACTERS = 80;

  /** Of an address: what stands before its host, but for git's own name. */
  private static final Pattern CREDENTIALS = Pattern.compile("://(?!git@)[^/\\s]*@");

  private Check() {}

  static String matches(String field, String value, Pattern pattern, String expectation) {
    if (!pattern.matcher(value).matches()) {
      throw invalid(field, value, expectation);
    }
    return value;
  }

  static IllegalArgumentException invalid(String field, String value, String expectation) {
    return new IllegalArgumentException(
        field + " '" + shown(value) + "' is not valid: " + expectation);
  }

  static String notBlank(String field, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(field + " must not be empty");
    }
    return value;
  }

  static long notNegative(String field, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(field + " must not be negative, but is " + value);
    }
    return value;
  }

  /**
   * The beginning, without an address's credentials, and without line ends and other signs that
   * would break a log's line.
   */
  private static String shown(String value) {
    String open = withoutCredentials(value);
    String beginning =
        open.length() <= SHOWN_CHARACTERS ? open : open.substring(0, SHOWN_CHARACTERS) + "...";
    return beginning.replaceAll("\\p{Cntrl}", "?");
  }

  private static String withoutCredentials(String value) {
    if (!value.contains("://")) {
      return value;
    }
    int query = value.indexOf('?');
    String address = query < 0 ? value : value.substring(0, query) + "?***";
    return CREDENTIALS.matcher(address).replaceFirst("://***@");
  }
}
