package dev.slipway.console.cli;

/** Colours of a terminal. */
enum Colour {
  NONE(""),
  GREEN("32"),
  YELLOW("33"),
  RED("31"),
  BLUE("36"),
  FAINT("2");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  String paint(String text, boolean coloured) {
    return coloured && !code.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** How a state of an environment looks. */
  static Colour of(String progress) {
    return switch (progress) {
      case "RUNNING", "DONE" -> GREEN;
      case "HELD" -> YELLOW;
      case "FAILED", "DECLINED" -> RED;
      case "ROLLING_OUT", "COMMITTED", "CLEARED", "OBSERVED" -> BLUE;
      default -> FAINT;
    };
  }
}
