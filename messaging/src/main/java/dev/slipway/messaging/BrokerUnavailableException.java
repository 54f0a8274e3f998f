package dev.slipway.messaging;

/** The broker did not answer in time. Transient: trying again helps, however long it takes. */
public final class BrokerUnavailableException extends RuntimeException implements Transient {
  private static final long serialVersionUID = 1;

  public BrokerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
