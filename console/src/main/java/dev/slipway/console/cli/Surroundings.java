package dev.slipway.console.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param variables the process's environment variables
 * @param home the checkout, or where Slipway is installed; its {@code .slipway} keeps the data
 * @param terminal whether a person reads along, so that colours help
 * @param commands names of the commands that the launcher runs elsewhere, with commas
 * @param firstLook how long a command that asks for something looks whether it is declined at once
 */
record Surroundings(
    Map<String, String> variables,
    String home,
    boolean terminal,
    String commands,
    Duration firstLook,
    PrintStream out,
    PrintStream err) {
  boolean coloured() {
    return terminal && variables.getOrDefault("NO_COLOR", "").isEmpty();
  }
}
