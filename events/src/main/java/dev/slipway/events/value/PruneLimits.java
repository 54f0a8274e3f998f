package dev.slipway.events.value;

/**
 * What may be deleted because it left an environment.
 *
 * @param atMostPercent of the environment's objects at once, 0 to 100; more waits for a person's
 *     confirmation, because a broken render must not empty an environment
 * @param namespaces whether namespaces may be deleted, with all that is in them
 * @param claims whether persistent volume claims may be deleted, with their data
 */
public record PruneLimits(int atMostPercent, boolean namespaces, boolean claims) {
  public static final PruneLimits DEFAULT = new PruneLimits(50, false, false);

  public PruneLimits {
    if (atMostPercent < 0 || atMostPercent > 100) {
      throw new IllegalArgumentException(
          "atMostPercent must be from 0 to 100, but is " + atMostPercent);
    }
  }
}
