package dev.slipway.writer;

import dev.slipway.events.EventJson;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.writer.configuration.CommitTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What our commits say: for people first, then in trailers for ourselves. The log is the outbox:
 * what is published about a commit is read from here.
 */
final class CommitMessage {
  private static final String EVENT = "Slipway-Event: ";

  /** Of an event that comes to several decisions, which of them this commit carries out. */
  private static final String DECISION = "Slipway-Decision: ";

  private static final String UPDATE = "Slipway-Update: ";

  /** The branch of ours that people were asked to merge. */
  private static final String REQUEST = "Slipway-Request: ";

  private static final int NAMED_IN_SUBJECT = 3;

  /** One image's new version in one environment. */
  record Line(EnvironmentName environment, ImageUpdate update) {}

  private CommitMessage() {}

  /**
   * The message.
   *
   * @param files one line per changed value
   * @param reasons what else people should know
   * @param causes of every decision that this commit carries out
   * @param headline what to say where no image changes: a pin, say
   * @param request the branch of ours that people are asked to merge; absent where nobody is asked
   */
  static String write(
      CommitTemplate template,
      List<Line> lines,
      List<String> files,
      Set<String> reasons,
      Set<Cause> causes,
      String headline,
      @Nullable GitBranch request) {
    Map<String, String> values = values(lines, files, reasons);
    String body = template.body(values);
    String words =
        lines.isEmpty()
            ? headline
            : template.subject(values) + (body.isEmpty() ? "" : "\n\n" + body);
    return write(words, lines, causes, request);
  }

  /** As above, in words that somebody else has found: subject and body. */
  static String write(
      String words, List<Line> lines, Set<Cause> causes, @Nullable GitBranch request) {
    StringBuilder text = new StringBuilder(CommitTemplate.withoutTrailers(words)).append("\n\n");
    for (Line line : lines) {
      text.append(UPDATE).append(EventJson.mapper().writeValueAsString(line)).append('\n');
    }
    causes.stream()
        .map(Cause::event)
        .distinct()
        .forEach(event -> text.append(EVENT).append(event).append('\n'));
    causes.stream()
        .filter(cause -> cause.part() != null)
        .map(Cause::decision)
        .distinct()
        .forEach(decision -> text.append(DECISION).append(decision).append('\n'));
    if (request != null) {
      text.append(REQUEST).append(request).append('\n');
    }
    return text.toString();
  }

  private static Map<String, String> values(
      List<Line> lines, List<String> files, Set<String> reasons) {
    String images = joined(lines, line -> line.update().name());
    Set<String> changes =
        lines.stream()
            .map(line -> line.update().name() + " " + from(line) + " → " + line.update().to())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return Map.of(
        "change", changes.size() == 1 ? changes.iterator().next() : images,
        "images", images,
        "from", joined(lines, CommitMessage::from),
        "to", joined(lines, line -> line.update().to()),
        "environments", joined(lines, line -> line.environment().toString()),
        "files", String.join("\n", files),
        "reasons", String.join("\n", reasons));
  }

  private static String from(Line line) {
    return Optional.ofNullable(line.update().from()).orElse("(none)");
  }

  private static String joined(List<Line> lines, Function<Line, String> part) {
    return joined(lines.stream().map(part).toList());
  }

  private static String joined(List<String> names) {
    Set<String> distinct = new LinkedHashSet<>(names);
    return distinct.size() <= NAMED_IN_SUBJECT
        ? String.join(", ", distinct)
        : distinct.stream().limit(NAMED_IN_SUBJECT).collect(Collectors.joining(", "))
            + " and "
            + (distinct.size() - NAMED_IN_SUBJECT)
            + " more";
  }

  /**
   * What a commit says of itself, read once for all environments.
   *
   * @param ours whether Slipway wrote it, or it merges what Slipway asked people to merge
   * @param decisions that it carries out. An event whose decisions are named is none itself;
   *     commits of earlier versions name a decision as an event
   * @param updates what it changed, by environment
   */
  record Said(
      boolean ours, Set<EventId> decisions, Map<EnvironmentName, List<ImageUpdate>> updates) {
    List<ImageUpdate> updatesOf(EnvironmentName environment) {
      return updates.getOrDefault(environment, List.of());
    }
  }

  static Said read(Commit commit) {
    List<String> lines = lines(commit).toList();
    return new Said(
        lines.stream().anyMatch(line -> line.startsWith(EVENT)), decisions(lines), updates(lines));
  }

  static boolean isOurs(Commit commit) {
    return lines(commit).anyMatch(line -> line.startsWith(EVENT));
  }

  /** A person may merge anything into a branch: only what we asked for counts as ours. */
  private static Stream<String> lines(Commit commit) {
    return Stream.concat(
        commit.message().lines(),
        commit.merged().stream()
            .filter(message -> message.lines().anyMatch(line -> line.startsWith(REQUEST)))
            .flatMap(String::lines));
  }

  private static Set<EventId> decisions(List<String> lines) {
    Set<EventId> decisions = new LinkedHashSet<>();
    lines.stream()
        .filter(line -> line.startsWith(EVENT) || line.startsWith(DECISION))
        .forEach(
            line -> {
              String id = line.substring(line.indexOf(':') + 1).strip();
              try {
                decisions.add(EventId.parse(id));
              } catch (IllegalArgumentException someoneElseWroteIt) {
                // A person can write any trailer: it settles nothing.
              }
            });
    return decisions;
  }

  private static Map<EnvironmentName, List<ImageUpdate>> updates(List<String> lines) {
    Map<EnvironmentName, List<ImageUpdate>> updates = new HashMap<>();
    lines.stream()
        .filter(line -> line.startsWith(UPDATE))
        .forEach(
            line -> {
              try {
                Line read =
                    EventJson.mapper().readValue(line.substring(UPDATE.length()), Line.class);
                updates
                    .computeIfAbsent(read.environment(), _ -> new ArrayList<>())
                    .add(read.update());
              } catch (JacksonException someoneElseWroteIt) {
                // As above: the commit counts, its claim does not.
              }
            });
    return updates;
  }
}
