package dev.slipway.console.cli;

/** What a command ends with. Scripts rely on these numbers. */
final class ExitCode {
  static final int OK = 0;

  /** Declined, failed, or refused because a name is not known. */
  static final int FAILED = 1;

  /** The command line, or a value in it, cannot be right. */
  static final int USAGE = 2;

  /** No console there, or it does not know the token, or the token may not do that. */
  static final int UNREACHABLE = 3;

  /** Not done within the time that {@code --timeout} gave; it goes on. */
  static final int TIME_LIMIT = 4;

  /** {@code diff --exit-code}: something would change. */
  static final int DIFFERS = 5;

  private ExitCode() {}
}
