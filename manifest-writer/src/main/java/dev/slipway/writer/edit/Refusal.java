package dev.slipway.writer.edit;

/**
 * A value that stays as it is, and why.
 *
 * @param line from 1; 0 where the whole file is meant
 * @param message what is wrong and what to do, without the file's name
 */
public record Refusal(RefusalReason reason, int line, String message) {

  /** As compilers say it: {@code apps/web.yaml:12: message}. */
  public String in(FileName file) {
    return file + (line > 0 ? ":" + line : "") + ": " + message;
  }
}
