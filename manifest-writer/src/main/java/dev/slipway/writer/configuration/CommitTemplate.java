package dev.slipway.writer.configuration;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How our commits are worded: plain text with names in braces. Checked when it is read, so that no
 * commit ever fails for it. Our own trailers follow in any case.
 *
 * <p>Known are {@code {change}} ({@code web 1.4.2 → 1.5.0}, or the images where they are several),
 * {@code {images}}, {@code {from}}, {@code {to}}, {@code {environments}}, {@code {files}} (a line
 * per value, old → new) and {@code {reasons}} (what else people should know, as after a rollback).
 *
 * @param subject one line
 * @param body may be empty
 */
public record CommitTemplate(String subject, String body) {
  public static final String SUBJECT = "{change} in {environments}";
  public static final String BODY = "{reasons}\n\n{files}";

  private static final Set<String> KNOWN =
      Set.of("change", "images", "from", "to", "environments", "files", "reasons");
  private static final Pattern NAME = Pattern.compile("\\{([^{}\\n]*)}");
  private static final int LONGEST_SUBJECT = 400;
  private static final String OUR_TRAILERS = "Slipway-";

  public static final CommitTemplate DEFAULT = new CommitTemplate(SUBJECT, BODY);

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException where it could not be filled in; the message says what to mend
   */
  public CommitTemplate {
    check("subject", subject);
    check("body", body);
    if (subject.isBlank() || subject.lines().count() > 1) {
      throw new IllegalArgumentException("the commit subject must be one line of text");
    }
    if (subject.contains("{files}") || subject.contains("{reasons}")) {
      throw new IllegalArgumentException(
          "{files} and {reasons} have several lines: use them in the commit body");
    }
    if (body.lines().anyMatch(line -> line.startsWith(OUR_TRAILERS))) {
      throw new IllegalArgumentException(
          "no line of the commit body may begin with '" + OUR_TRAILERS + "': we write those");
    }
  }

  private static void check(String what, String template) {
    Matcher names = NAME.matcher(template);
    while (names.find()) {
      if (!KNOWN.contains(names.group(1))) {
        throw new IllegalArgumentException(
            "the commit "
                + what
                + " names '{"
                + names.group(1)
                + "}', which is unknown; known are "
                + String.join(", ", new TreeSet<>(KNOWN)));
      }
    }
  }

  /** The subject: always one line, never empty. */
  public String subject(Map<String, String> values) {
    String filled = fill(subject, values).replaceAll("\\s+", " ").strip();
    if (filled.isEmpty()) {
      return fill(SUBJECT, values);
    }
    return filled.length() <= LONGEST_SUBJECT
        ? filled
        : filled.substring(0, LONGEST_SUBJECT) + "...";
  }

  /** The body: without empty lines around it, and without anything that reads as our trailer. */
  public String body(Map<String, String> values) {
    return withoutTrailers(fill(body, values).replaceAll("\n{3,}", "\n\n")).strip();
  }

  /** The text, without anything that reads as our trailer. */
  public static String withoutTrailers(String text) {
    return text.replaceAll("(?m)^(?=" + OUR_TRAILERS + ")", " ");
  }

  private static String fill(String template, Map<String, String> values) {
    return NAME.matcher(template)
        .replaceAll(name -> Matcher.quoteReplacement(values.getOrDefault(name.group(1), "")));
  }
}
