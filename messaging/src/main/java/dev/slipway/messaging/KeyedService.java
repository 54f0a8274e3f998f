package dev.slipway.messaging;

import dev.slipway.events.value.EventId;
import java.util.Set;

/**
 * What a service does, key by key: it notes what arrives, and one worker per key converges.
 *
 * <p>The record methods run on the listener's thread, under the key's lock. They are quick, do no
 * I/O and give the same state again for what they have seen already. The new state is durable
 * before the input is acknowledged. Then {@link #work} is called on the key's own thread, never
 * twice at a time for one key over all copies of the service (but an instance that has lost its
 * partition may finish what it is doing: effects must recognise themselves).
 *
 * @param <S> the key's state: a record that reads and writes as JSON
 */
public interface KeyedService<S extends Record> {

  Class<S> stateType();

  /** The state of a key that nothing is known of. A state equal to it is not kept. */
  S initialState(String key);

  /** The state with this event noted: the newest revision, every request. */
  S record(String key, S state, Delivery delivery);

  /** The state after a record that could not be read; it is among the dead letters already. */
  default S recordUnreadable(String key, S state, UnreadableDelivery delivery) {
    return state;
  }

  /** The state with a hint noted that another thread or copy of this service sent to the key. */
  default S recordNotice(String key, S state, EventId id, String text) {
    return state;
  }

  /**
   * Does what the state asks for, effect first, publishing second, and notes what is done.
   *
   * <p>Called when the key's state was restored or has changed, when the configuration has changed,
   * and when the time that it asked for has come. A change that comes while it runs calls it once
   * more, whether or not it has looked at it. May take long; {@link KeyContext#awaitChange} tells
   * it of news. An exception means: call again after a backoff (one that is not {@link Transient}
   * is logged as an error first).
   *
   * @throws InterruptedException when the key moves to another instance, or the service stops
   */
  Next work(KeyContext<S> context) throws InterruptedException;

  /**
   * The keys that there is work for though nothing may ever arrive for them. Their workers start
   * when the key's partition is assigned. Asked again whenever the configuration changes.
   */
  default Set<String> standingKeys(Configuration configuration) {
    return Set.of();
  }
}
