package dev.slipway.writer;

import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.configuration.CommitTemplate;
import dev.slipway.writer.configuration.RepositoryConfiguration.Automated;
import dev.slipway.writer.edit.Change;
import dev.slipway.writer.edit.EditResult;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.ManifestEditor;
import dev.slipway.writer.edit.ManifestObject;
import dev.slipway.writer.edit.NewValue;
import dev.slipway.writer.edit.Refusal;
import dev.slipway.writer.edit.Update;
import dev.slipway.writer.files.FoundPlaces;
import dev.slipway.writer.files.Place;
import dev.slipway.writer.flux.FluxCommit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what is wanted into new file contents and a commit message. An environment whose edit fails
 * is left out whole; the others go on.
 */
final class Edits {
  private static final Logger LOG = LoggerFactory.getLogger(Edits.class);

  /** What a Flux automation says of its commits' message. */
  private record Wording(String automation, String template, Map<String, String> values) {}

  private final ManifestEditor editor = new ManifestEditor();
  private final Desk desk;
  private final Plan plan;
  private final Map<String, byte[]> contents = new LinkedHashMap<>();
  private final List<CommitMessage.Line> lines = new ArrayList<>();
  private final List<String> changedValues = new ArrayList<>();
  private final Set<String> reasons = new LinkedHashSet<>();
  private final Set<Cause> causes = new LinkedHashSet<>();

  /** One where all agree: a commit of several automations is from none of them. */
  private final Set<Optional<Draft.Author>> authors = new LinkedHashSet<>();

  private final Set<Optional<Wording>> wordings = new LinkedHashSet<>();
  private final List<FluxCommit.ChangedValue> changed = new ArrayList<>();
  private final Set<ImageReference> images = new LinkedHashSet<>();

  private Edits(Desk desk, Plan plan) {
    this.desk = desk;
    this.plan = plan;
  }

  /** What these come to; empty where no file changes. */
  static Optional<Edits> of(
      Desk desk, Plan plan, List<Plan.Wanted> wanted, List<Plan.PinChange> pinChanges) {
    Edits edits = new Edits(desk, plan);
    wanted.stream()
        .collect(
            Collectors.groupingBy(
                Plan.Wanted::environment, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(edits::edit);
    edits.pin(pinChanges);
    return edits.contents.isEmpty() ? Optional.empty() : Optional.of(edits);
  }

  private void pin(List<Plan.PinChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    Pins pins = Pins.read(desk.snapshot());
    for (Plan.PinChange change : changes) {
      pins = change.applyTo(pins);
      causes.add(change.cause());
    }
    contents.put(Pins.PATH, pins.write());
  }

  /**
   * The commit.
   *
   * @param request the branch of ours that people are asked to merge; absent where nobody is asked
   */
  Draft draft(CommitTemplate template, @Nullable GitBranch request) {
    return new Draft(
        contents,
        words()
            .map(words -> CommitMessage.write(words, lines, causes, request))
            .orElseGet(
                () ->
                    CommitMessage.write(
                        template,
                        lines,
                        changedValues,
                        reasons,
                        causes,
                        "Change the pins",
                        request)),
        authors.size() == 1 ? authors.iterator().next().orElse(null) : null);
  }

  /** In the words of the one automation that all of this is for; empty where it has none. */
  private Optional<String> words() {
    return wordings.size() == 1
        ? wordings.iterator().next().flatMap(this::words)
        : Optional.empty();
  }

  private Optional<String> words(Wording wording) {
    var commit =
        new FluxCommit(wording.automation(), wording.values(), changed, List.copyOf(images));
    try {
      return Optional.of(
          Stream.concat(Stream.of(commit.message(wording.template())), reasons.stream())
              .collect(Collectors.joining("\n\n")));
    } catch (IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue("automation", wording.automation())
          .addKeyValue("problem", e.getMessage())
          .log("a message template fails: the commit has our own message");
      return Optional.empty();
    }
  }

  /** New contents by path. */
  Map<String, byte[]> contents() {
    return contents;
  }

  List<ImageUpdate> updates() {
    return lines.stream().map(CommitMessage.Line::update).toList();
  }

  Set<Cause> causes() {
    return causes;
  }

  /** For people: why, and a line for each value. */
  String changes() {
    List<String> paragraphs = new ArrayList<>(reasons);
    changedValues.forEach(value -> paragraphs.add("- `" + value + "`"));
    return String.join("\n", paragraphs);
  }

  private void edit(List<Plan.Wanted> wanted) {
    for (Plan.Wanted version : wanted) {
      for (FoundPlaces.Obstacle obstacle : desk.obstacles(version.environment(), version.image())) {
        switch (obstacle.weight()) {
          case BLOCKS -> {
            refuse(wanted, obstacle.file(), obstacle.refusal());
            return;
          }
          case REPORTED -> {
            if (obstacle.image() != null || isEdited(version, obstacle.file())) {
              report(version, obstacle);
            }
          }
          case HINT -> {}
        }
      }
    }
    Map<String, byte[]> edited = new LinkedHashMap<>();
    List<String> values = new ArrayList<>();
    List<FluxCommit.ChangedValue> found = new ArrayList<>();
    // Whose words name the objects: reading a file again for nobody costs as much as the edit.
    boolean worded = wanted.stream().anyMatch(version -> wording(version).isPresent());
    Set<FileName> files =
        wanted.stream()
            .flatMap(version -> version.places().stream())
            .map(Place::file)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (FileName file : files) {
      EditResult result = editor.edit(file, content(file), updates(file, wanted));
      if (!result.refusals().isEmpty()) {
        refuse(wanted, file, result.refusals().getFirst());
        return;
      }
      if (result instanceof EditResult.Edited(byte[] content, List<Change> changes, var _)) {
        edited.put(file.value(), content);
        changes.forEach(
            change -> {
              values.add(
                  file + ":" + change.line() + ": " + change.before() + " → " + change.after());
              if (worded) {
                found.add(changedValue(file, content, change));
              }
            });
      }
    }
    if (edited.isEmpty()) {
      return;
    }
    contents.putAll(edited);
    changedValues.addAll(values);
    changed.addAll(found);
    wanted.forEach(this::note);
  }

  private static FluxCommit.ChangedValue changedValue(
      FileName file, byte[] content, Change change) {
    ManifestObject object = ManifestObject.at(content, change.line());
    return new FluxCommit.ChangedValue(
        file.value(),
        object.apiVersion(),
        object.kind(),
        object.namespace(),
        object.name(),
        change.before(),
        change.after(),
        change.target().toString());
  }

  private List<Update> updates(FileName file, List<Plan.Wanted> wanted) {
    return wanted.stream()
        .flatMap(
            version ->
                version.places().stream()
                    .filter(place -> place.file().equals(file))
                    .map(place -> new Update(place.target(), new NewValue.OfImage(version.to()))))
        .distinct()
        .toList();
  }

  private static boolean isEdited(Plan.Wanted version, FileName file) {
    return version.places().stream().anyMatch(place -> place.file().equals(file));
  }

  /** What stays as it is beside values that change. */
  private void report(Plan.Wanted version, FoundPlaces.Obstacle obstacle) {
    plan.decline(
        version.cause(),
        Desk.declined(
            version.environment(),
            obstacle.image(),
            obstacle.image() == null ? null : version.to(),
            obstacle));
  }

  private void refuse(List<Plan.Wanted> wanted, FileName file, Refusal refusal) {
    for (Plan.Wanted version : wanted) {
      plan.decline(
          version.cause(),
          new UpdateDeclined(
              version.environment(),
              version.image(),
              version.to(),
              refusal.reason().declined(),
              refusal.in(file),
              file.value(),
              refusal.line()));
      plan.drop(version.environment());
    }
  }

  private void note(Plan.Wanted version) {
    String from =
        version.places().stream()
            .flatMap(place -> place.tag().stream())
            .map(Tag::toString)
            .findFirst()
            .orElse(null);
    lines.add(
        new CommitMessage.Line(
            version.environment(),
            new ImageUpdate(
                version.image(),
                version.to().repository(),
                from,
                String.valueOf(version.to().tag()),
                version.cause().event(),
                version.cause().correlation(),
                version.cause().told(),
                version.cause().traceparent())));
    causes.add(version.cause());
    authors.add(automated(version).flatMap(Edits::author));
    wordings.add(wording(version));
    images.add(version.to());
    if (version.because() != null) {
      reasons.add(version.because());
    }
  }

  private Optional<Automated> automated(Plan.Wanted version) {
    return desk.configuration().automated(version.environment(), version.image());
  }

  private Optional<Wording> wording(Plan.Wanted version) {
    return automated(version).flatMap(Edits::wording);
  }

  private static Optional<Wording> wording(Automated automated) {
    return Optional.ofNullable(automated.template())
        .map(text -> new Wording(automated.automation(), text, automated.templateValues()));
  }

  private static Optional<Draft.Author> author(Automated automated) {
    return Optional.ofNullable(automated.authorName())
        .map(name -> new Draft.Author(name, automated.authorEmail()));
  }

  private byte[] content(FileName file) {
    byte[] edited = contents.get(file.value());
    return edited != null
        ? edited
        : desk.snapshot()
            .file(file.value())
            .map(desk.snapshot()::read)
            .orElseThrow(() -> new IllegalStateException(file + " was just read"));
  }
}
