package dev.slipway.sandbox.launcher;

/** Something that a person must see to; the message says what, and what to do. */
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SandboxException(String message) {
    super(message);
  }

  SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
