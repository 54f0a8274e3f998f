package dev.slipway.applier.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventJson;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

class OwnedFieldsTest {
  private static final OwnedFields KUBECTL =
      fields(
          """
          {"f:metadata": {"f:annotations": {".": {}, "f:note": {}}, "f:labels": {"f:app": {}}},
           "f:spec": {"f:replicas": {}, "f:template": {"f:spec": {
             "f:containers": {"k:{\\"name\\":\\"web\\"}": {".": {}, "f:name": {}, "f:image": {},
               "f:ports": {"k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}": {".": {}}}}},
             "f:dnsPolicy": {}}}}}
          """);
  private static final OwnedFields OURS =
      fields(
          """
          {"f:metadata": {"f:annotations": {"f:note": {}}, "f:labels": {"f:other": {}}},
           "f:spec": {"f:template": {"f:spec": {
             "f:containers": {"k:{\\"name\\":\\"web\\"}": {".": {}, "f:name": {}, "f:image": {}}}}}}}
          """);

  @Test
  void findsWhatBothOwnAndSaysItAsPeopleWriteIt() {
    assertThat(KUBECTL.and(OURS).paths())
        .containsExactly(
            "metadata.annotations.note",
            "spec.template.spec.containers[web].image",
            "spec.template.spec.containers[web].name");
    assertThat(OURS.and(KUBECTL)).isEqualTo(KUBECTL.and(OURS));
  }

  @Test
  void whatIsTakenIsLeftToNobodyElseAndNoFrameStays() {
    OwnedFields left = KUBECTL.without(KUBECTL.and(OURS));
    assertThat(left)
        .isEqualTo(
            fields(
                """
                {"f:metadata": {"f:labels": {"f:app": {}}},
                 "f:spec": {"f:replicas": {}, "f:template": {"f:spec": {
                   "f:containers": {"k:{\\"name\\":\\"web\\"}": {
                     "f:ports": {"k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}": {".": {}}}}},
                   "f:dnsPolicy": {}}}}}
                """));
    assertThat(left.and(OURS).isEmpty()).isTrue();
  }

  @Test
  void bothTogetherOwnEverything() {
    OwnedFields common = KUBECTL.and(OURS);
    assertThat(KUBECTL.without(common).or(common).and(OURS)).isEqualTo(common);
    assertThat(OURS.or(common)).isEqualTo(OURS);
  }

  @Test
  void nothingIsLeftOfWhatIsTakenWhole() {
    assertThat(KUBECTL.without(KUBECTL).isEmpty()).isTrue();
    assertThat(KUBECTL.without(fields("{}"))).isEqualTo(KUBECTL);
  }

  @Test
  void namesElementsByTheirKeys() {
    assertThat(KUBECTL.paths())
        .contains("spec.template.spec.containers[web].ports[containerPort:80,protocol:TCP]");
    assertThat(fields("{\"f:metadata\": {\"f:finalizers\": {\"v:\\\"a.io/b\\\"\": {}}}}").paths())
        .containsExactly("metadata.finalizers[a.io/b]");
  }

  private static OwnedFields fields(String json) {
    return new OwnedFields(
        EventJson.mapper().readValue(json, new TypeReference<Map<String, Object>>() {}));
  }
}
