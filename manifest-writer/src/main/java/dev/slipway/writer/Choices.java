package dev.slipway.writer;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Tag;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What people and rollbacks chose, by {@code environment/image}. */
public record Choices(Map<String, Choice> byImage) {
  public static final Choices NONE = new Choices(Map.of());

  public Choices {
    byImage = Map.copyOf(byImage);
  }

  public Optional<Choice> of(EnvironmentName environment, String image) {
    return Optional.ofNullable(byImage.get(Plan.key(environment, image)));
  }

  public boolean putAway(EnvironmentName environment, String image, Tag tag) {
    return of(environment, image).filter(choice -> choice.putAway().contains(tag)).isPresent();
  }

  public Choices with(EnvironmentName environment, String image, Choice choice) {
    String key = Plan.key(environment, image);
    Map<String, Choice> more = new HashMap<>(byImage);
    more.put(key, choice.after(byImage.get(key)));
    return new Choices(more);
  }

  /** These and the others, which are newer. */
  public Choices and(Choices newer) {
    Map<String, Choice> all = new HashMap<>(byImage);
    all.putAll(newer.byImage());
    return new Choices(all);
  }

  public Choices without(EnvironmentName environment, String image) {
    Map<String, Choice> fewer = new HashMap<>(byImage);
    fewer.remove(Plan.key(environment, image));
    return new Choices(fewer);
  }
}
