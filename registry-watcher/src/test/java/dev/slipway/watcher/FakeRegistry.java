package dev.slipway.watcher;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Registries in memory. Failures come in the order in which they were asked for. */
final class FakeRegistry implements Registry {
  private final Map<ImageRepository, TreeMap<Tag, Resolution.Resolved>> tags = new HashMap<>();
  private final Map<Digest, Resolution.Resolved> images = new HashMap<>();
  private final Map<Tag, RegistryException> broken = new HashMap<>();
  private final Deque<RegistryException> failures = new ArrayDeque<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private SortedSet<Tag> hiddenFromLists = new TreeSet<>();
  private Runnable meanwhile = () -> {};
  private int imagesMade;
  private boolean givesETags;
  private SortedSet<Tag> lastListed = new TreeSet<>();

  /** Pushes an image unlike any before. */
  Digest push(ImageRepository repository, String tag) {
    return push(repository, tag, Map.of());
  }

  Digest push(ImageRepository repository, String tag, Map<String, String> labels) {
    return push(repository, tag, Instant.EPOCH, labels);
  }

  Digest push(
      ImageRepository repository, String tag, Instant createdAt, Map<String, String> labels) {
    Digest digest = digest(++imagesMade);
    images.put(digest, new Resolution.Resolved(digest, createdAt, labels));
    point(repository, tag, digest);
    return digest;
  }

  /** Lets a tag point to an image that was pushed before. */
  void point(ImageRepository repository, String tag, Digest digest) {
    tags.computeIfAbsent(repository, r -> new TreeMap<>())
        .put(Tag.parse(tag), Optional.ofNullable(images.get(digest)).orElseThrow());
  }

  void delete(ImageRepository repository, String tag) {
    tags.getOrDefault(repository, new TreeMap<>()).remove(Tag.parse(tag));
  }

  /** Lists leave these out though they are there, as a stale cache does. */
  void hideFromLists(String... hidden) {
    hiddenFromLists = new TreeSet<>(List.of(hidden).stream().map(Tag::parse).toList());
  }

  void failNext(RegistryException failure) {
    failures.add(failure);
  }

  /** Every question for that tag fails until {@link #repair}. */
  void breakTag(String tag, RegistryException failure) {
    broken.put(Tag.parse(tag), failure);
  }

  /** Does that while the next question is being answered. */
  void duringTheNextCall(Runnable action) {
    meanwhile = action;
  }

  void repair() {
    broken.clear();
    failures.clear();
  }

  /** What was asked, such as {@code list}, {@code head 1.0} and {@code resolve 1.0}. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  void forgetCalls() {
    calls.clear();
  }

  static Digest digest(int number) {
    return Digest.parse("sha256:" + String.format("%064x", number));
  }

  /** From now on it says whether a list is the one that it gave last. */
  void giveETags() {
    givesETags = true;
  }

  @Override
  public boolean listsTheSame(ImageRepository repository) {
    if (!givesETags) {
      return false;
    }
    calls.add("list if changed");
    failIfAsked();
    return listable(repository).equals(lastListed);
  }

  private SortedSet<Tag> listable(ImageRepository repository) {
    SortedSet<Tag> all = new TreeSet<>(tags.getOrDefault(repository, new TreeMap<>()).keySet());
    all.removeAll(hiddenFromLists);
    return all;
  }

  @Override
  public SortedSet<Tag> listTags(ImageRepository repository) {
    calls.add("list");
    failIfAsked();
    TreeMap<Tag, Resolution.Resolved> held = tags.get(repository);
    if (held == null) {
      throw new PermanentRegistryException(
          RegistryFailure.REPOSITORY_ABSENT, "no " + repository, null);
    }
    lastListed = listable(repository);
    return lastListed;
  }

  @Override
  public SortedSet<Tag> listTagsAfter(ImageRepository repository, Tag last, int most) {
    calls.add("list after " + last);
    failIfAsked();
    SortedSet<Tag> rest =
        new TreeSet<>(tags.getOrDefault(repository, new TreeMap<>()).tailMap(last, false).keySet());
    rest.removeAll(hiddenFromLists);
    return rest.stream().limit(most).collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public Optional<Digest> head(ImageRepository repository, Tag tag) {
    calls.add("head " + tag);
    failIfAsked();
    return find(repository, tag).map(Resolution.Resolved::digest);
  }

  @Override
  public Resolution resolve(ImageReference image) {
    Tag tag = image.tag();
    Digest digest = image.digest();
    calls.add("resolve " + (digest == null ? tag : digest));
    failIfAsked();
    RegistryException failure = tag == null ? null : broken.get(tag);
    if (failure != null) {
      throw failure;
    }
    Optional<Resolution.Resolved> found =
        digest != null
            ? Optional.ofNullable(images.get(digest))
            : tag == null ? Optional.empty() : find(image.repository(), tag);
    return found.isPresent() ? found.get() : new Resolution.Absent("no " + image);
  }

  private Optional<Resolution.Resolved> find(ImageRepository repository, Tag tag) {
    return Optional.ofNullable(tags.get(repository)).map(held -> held.get(tag));
  }

  private void failIfAsked() {
    Runnable action = meanwhile;
    meanwhile = () -> {};
    action.run();
    RegistryException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
  }
}
