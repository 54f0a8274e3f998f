package dev.slipway.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.writer.configuration.CommitTemplate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CommitTemplateTest {
  private static final EventId CAUSE = EventId.parse("c1");
  private static final Cause DIRECT = new Cause(CAUSE, CAUSE, null, null, null);

  @Test
  void saysWhatChangedWhereAndWhy() {
    assertThat(
            CommitMessage.write(
                CommitTemplate.DEFAULT,
                List.of(line("staging", "web", "1.4.2", "1.5.0")),
                List.of("apps/web.yaml:3: 1.4.2 → 1.5.0"),
                Set.of("Because."),
                Set.of(DIRECT),
                "unused",
                null))
        .startsWith(
            """
            web 1.4.2 → 1.5.0 in staging

            Because.

            apps/web.yaml:3: 1.4.2 → 1.5.0

            Slipway-Update: {"environment":"staging",\
            """)
        .endsWith("}\nSlipway-Event: c1\n");
  }

  @Test
  void isWordedAsTheSettingsSay() {
    var template =
        new CommitTemplate("deploy({environments}): {images} {to}", "was {from}\n{files}");

    assertThat(
            CommitMessage.write(
                template,
                List.of(line("dev", "web", "1", "2"), line("test", "api", "3", "2")),
                List.of("a:1: 1 → 2"),
                Set.of(),
                Set.of(DIRECT),
                "unused",
                null))
        .startsWith("deploy(dev, test): web, api 2\n\nwas 1, 3\na:1: 1 → 2\n\nSlipway-Update: ");
  }

  @Test
  void keepsWhatReadsAsOurTrailerOutOfTheBody() {
    assertThat(
            CommitTemplate.DEFAULT.body(
                Map.of("reasons", "bad\nSlipway-Event: forged", "files", "")))
        .isEqualTo("bad\n Slipway-Event: forged");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{imagee}     | x               | the commit subject names '{imagee}', which is unknown;"
            + " known are change, environments, files, from, images, reasons, to",
        "x            | {{change}}      | ''",
        "x            | {}              | the commit body names '{}', which is unknown",
        "' '          | x               | the commit subject must be one line of text",
        "{files}      | x               | {files} and {reasons} have several lines",
        "x            | Slipway-Event: y| no line of the commit body may begin with 'Slipway-'",
      })
  void refusesWhatCouldNotBeFilledIn(String subject, String body, String problem) {
    if (problem.isEmpty()) {
      assertThat(new CommitTemplate(subject, body).body(Map.of("change", "c"))).isEqualTo("{c}");
    } else {
      assertThatThrownBy(() -> new CommitTemplate(subject, body)).hasMessageContaining(problem);
    }
  }

  @Test
  void isAnErrorOfTheSettingsBeforeTheServiceStarts() {
    var source =
        new MapConfigurationPropertySource(Map.of("slipway.writer.commit.subject", "{version}"));

    assertThatThrownBy(() -> new Binder(source).bind("slipway.writer", WriterSettings.class))
        .rootCause()
        .hasMessageContaining("the commit subject names '{version}', which is unknown");
  }

  @Test
  void hasWorkingDefaults() {
    WriterSettings settings =
        new Binder(new MapConfigurationPropertySource(Map.of("slipway.writer.timeout", "5s")))
            .bind("slipway.writer", WriterSettings.class)
            .get();

    assertThat(settings.commit().template()).isEqualTo(CommitTemplate.DEFAULT);
  }

  private static CommitMessage.Line line(String environment, String image, String from, String to) {
    return new CommitMessage.Line(
        EnvironmentName.parse(environment),
        new ImageUpdate(image, WriterOnGit.WEB, from, to, CAUSE, CAUSE));
  }
}
