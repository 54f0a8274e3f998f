package dev.slipway.writer.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Random documents and random damage: only the value changes, or there is a reason. */
class EditorPropertyTest {
  private static final FileName FILE = FileName.parse("random.yaml");
  private static final Target TARGET = new Target.Marked(PolicyName.parse("ns:target"), Part.TAG);
  private static final List<String> NEW =
      List.of("1.5.0", "1234567", "12345e6", "yes", "2024-03-27", "v2_x", "0777", "a-b.c");

  private static final Set<Tag> OTHER_THAN_STRINGS = Set.of(Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

  private final ManifestEditor editor = new ManifestEditor();

  @Test
  void changesEveryMarkedValueOfARandomDocumentAndNothingElse() {
    for (long seed = 0; seed < 3000; seed++) {
      RandomManifest manifest = new RandomManifest(seed);
      String before = manifest.write();
      String value = NEW.get((int) (seed % NEW.size()));

      EditResult result = edit(before, value);

      assertThat(result.refusals()).as("seed %s:\n%s", seed, before).isEmpty();
      if (manifest.targets() == 0) {
        assertThat(result).isEqualTo(new EditResult.Unchanged(0));
      } else if (result instanceof EditResult.Edited edited) {
        assertOnlyTheValuesChanged(seed, before, edited, value, manifest.targets());
      } else {
        assertThat(result)
            .as("seed %s", seed)
            .isEqualTo(new EditResult.Unchanged(manifest.targets()));
      }
    }
  }

  @Test
  void anyBytesAreEditedSafelyOrRefused() {
    Random random = new Random(7);
    int edited = 0;
    for (int i = 0; i < 6000; i++) {
      byte[] damaged = damage(new RandomManifest(i % 300).write(), random);
      EditResult result = editor.edit(FILE, damaged, List.of(update("1.5.0")));
      if (result instanceof EditResult.Edited good) {
        String before = new String(damaged, StandardCharsets.UTF_8);
        assertOnlyTheValuesChanged(i, before, good, "1.5.0", good.changes().size());
        edited++;
      }
    }
    assertThat(edited).as("the damage leaves something to edit").isGreaterThan(500);
  }

  private static byte[] damage(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String inserts = " \t\n\r:#-[]{},&*!|>'\"%@`~?\0\\";
    for (int i = 0; i <= random.nextInt(3) && bytes.length > 1; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) inserts.charAt(random.nextInt(inserts.length()));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        default -> {
          byte[] shorter = new byte[bytes.length - 1];
          System.arraycopy(bytes, 0, shorter, 0, at);
          System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
          bytes = shorter;
        }
      }
    }
    return bytes;
  }

  private EditResult edit(String before, String value) {
    return editor.edit(FILE, before.getBytes(StandardCharsets.UTF_8), List.of(update(value)));
  }

  private static Update update(String value) {
    return new Update(TARGET, new NewValue.Text(value));
  }

  /** A second, independent reading: the composed nodes of both texts, and the text between. */
  private static void assertOnlyTheValuesChanged(
      long seed, String before, EditResult.Edited edited, String value, int targets) {
    String after = new String(edited.content(), StandardCharsets.UTF_8);
    List<String> old = scalars(before);
    List<String> now = scalars(after);
    assertThat(now).as("seed %s:\n%s", seed, before).hasSameSizeAs(old);
    if (!old.isEmpty() && old.getLast().startsWith("no nodes")) {
      assertThat(now.getLast()).isEqualTo(old.getLast());
      return;
    }
    int changed = 0;
    for (int i = 0; i < old.size(); i++) {
      if (!old.get(i).equals(now.get(i))) {
        assertThat(now.get(i)).as("seed %s", seed).isEqualTo("string " + value);
        changed++;
      }
    }
    assertThat(changed).as("seed %s:\n%s", seed, after).isEqualTo(edited.changes().size());
    assertThat(edited.changes()).hasSizeLessThanOrEqualTo(targets);
    assertOnlyTheChangedLinesDiffer(seed, lines(before), lines(after), edited.changes());
  }

  private static void assertOnlyTheChangedLinesDiffer(
      long seed, List<String> before, List<String> after, List<Change> changes) {
    if (before.size() != after.size()) {
      assertThat(changes).as("seed %s", seed).anyMatch(change -> change.before().contains(" "));
      return; // a value that was folded over lines stands on one now
    }
    for (int i = 0; i < before.size(); i++) {
      int line = i + 1;
      if (!before.get(i).equals(after.get(i))) {
        Change change =
            changes.stream()
                .filter(candidate -> candidate.line() == line)
                .findFirst()
                .orElseThrow();
        String rest = withoutAny(before.get(i), spellings(change.before()));
        assertThat(rest)
            .as("seed %s line %s", seed, line)
            .isIn(
                withoutAny(after.get(i), spellings(change.after())),
                // where there was no value at all, a space comes with it
                withoutAny(after.get(i), spellings(change.after(), " ")));
      }
    }
  }

  private static List<String> spellings(String value) {
    return spellings(value, "");
  }

  private static List<String> spellings(String value, String prefix) {
    return List.of(prefix + "'" + value + "'", prefix + '"' + value + '"', prefix + value);
  }

  private static String withoutAny(String line, List<String> spellings) {
    for (String spelling : spellings) {
      if (!spelling.isEmpty() && line.contains(spelling)) {
        return line.replaceFirst(Pattern.quote(spelling), "");
      }
    }
    return line;
  }

  private static List<String> lines(String text) {
    return List.of(text.split("(?<=\n)|(?<=\r)(?!\n)", -1));
  }

  private static List<String> scalars(String text) {
    List<String> found = new ArrayList<>();
    LoadSettings settings =
        LoadSettings.builder().setAllowDuplicateKeys(true).setAllowNonScalarKeys(true).build();
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      for (Node document : new Compose(settings).composeAllFromString(unmarked)) {
        collect(document, found);
      }
    } catch (ComposerException undefinedAlias) {
      found.add("no nodes: " + undefinedAlias.getProblem());
    }
    return found;
  }

  private static void collect(Node node, List<String> found) {
    switch (node) {
      case ScalarNode scalar -> found.add(kind(scalar) + " " + scalar.getValue());
      case SequenceNode sequence -> sequence.getValue().forEach(item -> collect(item, found));
      case MappingNode mapping -> {
        for (NodeTuple entry : mapping.getValue()) {
          collect(entry.getKeyNode(), found);
          collect(entry.getValueNode(), found);
        }
      }
      default -> throw new IllegalStateException("unexpected " + node);
    }
  }

  /** Whether the core schema takes it for something else; what an explicit tag says is its own. */
  private static String kind(ScalarNode scalar) {
    return OTHER_THAN_STRINGS.contains(scalar.getTag()) ? scalar.getTag().getValue() : "string";
  }
}
