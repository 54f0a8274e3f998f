package dev.slipway.writer.files;

import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.Obstacle.Weight;
import dev.slipway.writer.edit.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an environment's files say which versions run.
 *
 * @param places its own
 * @param shared those in files that other environments use too, which follow the image alike
 * @param obstacles what keeps updates away
 */
public record FoundPlaces(List<Place> places, List<Place> shared, List<Obstacle> obstacles) {
  public FoundPlaces {
    places = List.copyOf(places);
    shared = List.copyOf(shared);
    obstacles = List.copyOf(obstacles);
  }

  /**
   * Something in a file that keeps updates of an image away.
   *
   * @param image absent where it is nobody's
   */
  public record Obstacle(@Nullable String image, FileName file, Refusal refusal, Weight weight) {}
}
