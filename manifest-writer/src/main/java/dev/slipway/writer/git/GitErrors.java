package dev.slipway.writer.git;

import dev.slipway.events.value.GitRepository;
import dev.slipway.writer.GitException;
import dev.slipway.writer.GitException.Reason;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** Translates what JGit throws, once. */
final class GitErrors {
  private GitErrors() {}

  static GitException remote(
      String attempt, GitRepository remote, GitAccess access, Exception cause) {
    String sentence = "cannot " + attempt + " " + remote + ": ";
    Optional<String> refusal = access.refusalOfHost();
    if (refusal.isPresent()) {
      return new GitException(Reason.HOST_KEY, sentence + refusal.get(), cause);
    }
    Reason reason = reasonOf(cause);
    return new GitException(reason, sentence + advice(reason, cause), cause);
  }

  static GitException local(String attempt, GitRepository remote, Exception cause) {
    return new GitException(
        Reason.LOCAL_COPY,
        "cannot " + attempt + " the local copy of " + remote + ": " + cause.getMessage(),
        cause);
  }

  private static Reason reasonOf(Exception cause) {
    if (cause instanceof NoRemoteRepositoryException) {
      return Reason.NOT_FOUND;
    }
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("not authorized")
        || text.contains("authentication")
        || text.contains("not permitted")
        || text.contains("cannot log in")
        || text.contains("403")) {
      return Reason.UNAUTHORIZED;
    }
    return text.contains("not found") ? Reason.NOT_FOUND : Reason.UNAVAILABLE;
  }

  private static String advice(Reason reason, Exception cause) {
    return switch (reason) {
      case UNAUTHORIZED ->
          "the host refuses the credentials; check the writer's password-file, or its ssh-key-file"
              + " and the deploy key on the host";
      case NOT_FOUND -> "there is no such repository, or these credentials may not see it";
      case UNAVAILABLE,
          HOST_KEY,
          PUSH_REJECTED,
          PUSH_RACE,
          RATE_LIMITED,
          REQUEST_REFUSED,
          LOCAL_COPY ->
          rootMessage(cause);
    };
  }

  private static String rootMessage(Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null ? deepest.getClass().getSimpleName() : message;
  }
}
