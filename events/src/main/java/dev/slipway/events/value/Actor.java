package dev.slipway.events.value;

/**
 * Who asked for something, as the console authenticated them.
 *
 * @param name the person's or robot's name
 */
public record Actor(String name) {
  public Actor {
    Check.notBlank("actor", name);
  }

  @Override
  public String toString() {
    return name;
  }
}
