package dev.slipway.bench.report;

import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Whether people read what a command prints, or a program. */
public final class FormatOption {
  private enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE})")
  private Format format = Format.TEXT;

  public boolean isJson() {
    return format == Format.JSON;
  }

  /** The text as it is, or the report as JSON and nothing else. */
  public void print(Object report, String text) {
    System.out.println(
        isJson()
            ? JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report)
            : text);
  }
}
