package dev.slipway.guard.sqs;

/** SQS answered without a count that was asked for. */
final class IncompleteAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  IncompleteAnswerException(String missing) {
    super("the answer lacks " + missing);
  }
}
