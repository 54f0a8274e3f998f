package dev.slipway.writer.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.value.ImageReference;
import dev.slipway.writer.flux.FluxCommit.ChangedValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTemplateTest {
  private static final FluxCommit COMMIT =
      new FluxCommit(
          "flux-system/apps",
          Map.of("ticket", "OPS-1"),
          List.of(
              new ChangedValue(
                  "apps/web.yaml",
                  "apps/v1",
                  "Deployment",
                  "prod",
                  "web",
                  "ghcr.io/acme/web:1.0.0",
                  "ghcr.io/acme/web:1.1.0",
                  "flux-system:web"),
              new ChangedValue(
                  "apps/api.yaml",
                  "apps/v1",
                  "StatefulSet",
                  "prod",
                  "api",
                  "2.0.0",
                  "2.1.0",
                  "flux-system:api:tag")),
          List.of(
              ImageReference.parse("ghcr.io/acme/web:1.1.0"),
              ImageReference.parse("ghcr.io/acme/api:2.1.0")));

  /** As Flux's guide has it. */
  @Test
  void fillsInTheGuidesMessage() {
    assertThat(
            COMMIT.message(
                """
                Automated image update

                Automation name: {{ .AutomationObject }}

                Files:
                {{ range $filename, $_ := .Changed.FileChanges -}}
                - {{ $filename }}
                {{ end -}}

                Objects:
                {{ range $resource, $changes := .Changed.Objects -}}
                - {{ $resource.Kind }} {{ $resource.Name }}
                  Changes:
                {{- range $_, $change := $changes }}
                    - {{ $change.OldValue }} -> {{ $change.NewValue }}
                {{ end -}}
                {{ end -}}
                """))
        .isEqualTo(
            """
            Automated image update

            Automation name: flux-system/apps

            Files:
            - apps/api.yaml
            - apps/web.yaml
            Objects:
            - Deployment web
              Changes:
                - ghcr.io/acme/web:1.0.0 -> ghcr.io/acme/web:1.1.0
            - StatefulSet api
              Changes:
                - 2.0.0 -> 2.1.0\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          chore: {{range .Updated.Images}}{{println .}}{{end}} § 'chore: ghcr.io/acme/web:1.1.0\\nghcr.io/acme/api:2.1.0'
          {{ .AutomationObject.Namespace }}/{{ .AutomationObject.Name }} § flux-system/apps
          {{range .Updated.Images}}{{.Repository}}={{.Identifier}} {{end}} § acme/web=1.1.0 acme/api=2.1.0
          {{range $i, $c := .Changed.Changes}}{{if $i}}, {{end}}{{$c.Setter}}{{end}} § flux-system:web, flux-system:api:tag
          {{if .Values.ticket}}{{.Values.ticket}}: {{else}}none{{end}}deploy § OPS-1: deploy
          {{ .Values.absent }} § <no value>
          {{with .Updated.Images}}{{len .}} images{{end}} § 2 images
          {{len .Changed.Changes | printf "%d values"}} § 2 values
          {{/* nobody reads this */}}x{{- "y" }} {{ "z" -}}  w § xy zw
          {{if and (eq (len .Updated.Images) 2) (not false)}}two{{else if true}}one{{end}} § two
          {{range .Updated.Files}}{{else}}none{{end}}{{$n := len .Updated.Objects}}{{$n}} § 2
          {{range $f, $o := .Updated.Files}}{{printf "%q" $f}}{{end}} § '"apps/api.yaml""apps/web.yaml"'
          {{(index .Changed.Changes 0).OldValue}} § !there is no function 'index' here
          {{ .Updated.Image }} § !there is no .Updated.Image here: Image
          {{ .Changed.Changes | join }} § !there is no function 'join' here
          {{range .Updated.Images}} § !an {{end}} is missing
          x{{end}} § !{{end}} stands where nothing is open
          {{template "other"}} § !{{template}} is not read here
          {{ . }} § !a whole of several fields cannot be printed: name one of them
          {{ "" }} § !it comes to an empty message
          """)
  void fillsInOrSaysWhatItDoesNotRead(String template, String expected) {
    if (expected.startsWith("!")) {
      assertThatThrownBy(() -> COMMIT.message(template))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(expected.substring(1));
    } else {
      assertThat(COMMIT.message(template)).isEqualTo(expected.replace("\\n", "\n"));
    }
  }
}
