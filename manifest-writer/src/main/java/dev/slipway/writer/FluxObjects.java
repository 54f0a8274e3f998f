package dev.slipway.writer;

import dev.slipway.events.EventJson;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.writer.flux.FluxReader;
import dev.slipway.writer.flux.FluxReading;
import dev.slipway.writer.flux.RepositoryFiles;
import java.util.List;
import java.util.Optional;

/** A branch's Flux objects, read once per content of the branch. For one thread at a time. */
final class FluxObjects {
  private final FluxReader reader;
  private final GitRepository source;
  private final GitBranch branch;
  private Optional<String> read = Optional.empty();
  private At last = At.NONE;
  private At followed = At.NONE;

  /**
   * What was read.
   *
   * @param id stands for all of it; empty where there is no Flux
   */
  record At(FluxReading reading, String id) {
    static final At NONE = new At(FluxReading.NONE, "");
  }

  FluxObjects(GitRepository source, GitBranch branch, boolean mayPropose) {
    this.reader = new FluxReader(mayPropose);
    this.source = source;
    this.branch = branch;
  }

  At at(Snapshot snapshot) {
    Optional<String> now = snapshot.fingerprint("");
    if (now.isEmpty() || !now.equals(read)) {
      FluxReading reading = reader.read(new Files(snapshot), source, branch);
      last =
          reading.equals(FluxReading.NONE)
              ? At.NONE
              : new At(
                  reading,
                  EventId.derive(EventJson.mapper().writeValueAsString(reading)).toString());
      read = now;
    }
    return last;
  }

  /** What was in force when configuration was last published from here. */
  At followed() {
    return followed;
  }

  void follow(At now) {
    followed = now;
  }

  private record Files(Snapshot snapshot) implements RepositoryFiles {
    @Override
    public List<Entry> all() {
      return snapshot.files("").stream()
          .map(file -> new Entry(file.path(), file.content()))
          .toList();
    }

    @Override
    public byte[] read(Entry file) {
      return snapshot.read(new Snapshot.File(file.path(), file.content()));
    }
  }
}
