package dev.slipway.applier.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.ApplierException;
import dev.slipway.messaging.Transient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiErrorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|{\"message\":\"Unauthorized\"}|CLUSTER_UNAVAILABLE",
        "429|{\"message\":\"too many requests\"}|CLUSTER_UNAVAILABLE",
        "500|{\"message\":\"etcdserver: leader changed\"}|CLUSTER_UNAVAILABLE",
        "500|{\"message\":\"failed calling webhook: context deadline"
            + " exceeded\"}|CLUSTER_UNAVAILABLE",
        "503|<html>no backend</html>|CLUSTER_UNAVAILABLE",
        "504|{}|CLUSTER_UNAVAILABLE",
        "500|{\"message\":\"failed to create typed patch object: .spec.x: field not declared in"
            + " schema\"}|REJECTED",
        "422|{\"message\":\"Deployment is invalid: spec.selector: field is immutable\"}|REJECTED",
        "422|{\"message\":\"invalid\",\"details\":{\"causes\":[{\"reason\":\"FieldValueInvalid\",\"field\":\"spec.selector\",\"message\":\"field"
            + " is immutable\"}]}}|IMMUTABLE",
        "422|{\"message\":\"invalid\",\"details\":{\"causes\":[{\"reason\":\"FieldValueForbidden\",\"field\":\"spec\",\"message\":\"updates"
            + " to statefulset spec for fields other than 'replicas' are forbidden\"}]}}|IMMUTABLE",
        "500|{\"message\":\"etcdserver: request is too large\"}|REJECTED",
        "400|{\"message\":\"admission webhook denied the request\"}|REJECTED",
        "413|{\"message\":\"Request entity too large\"}|REJECTED",
        "403|{\"message\":\"User \\\"x\\\" cannot patch resource\"}|FORBIDDEN",
        "403|{\"message\":\"exceeded quota: none\"}|REJECTED",
        "403|{\"message\":\"being"
            + " terminated\",\"details\":{\"causes\":[{\"reason\":\"NamespaceTerminating\"}]}}|CLUSTER_UNAVAILABLE",
        "404|{\"message\":\"namespaces \\\"x\\\" not"
            + " found\",\"details\":{\"kind\":\"namespaces\"}}|REJECTED",
        "404|{\"message\":\"404 page not found\"}|UNKNOWN_KIND",
        "409|{\"message\":\"the object has been modified\"}|LOST_RACE",
        "409|{\"details\":{\"causes\":[{\"reason\":\"FieldManagerConflict\",\"field\":\".spec.replicas\",\"message\":\"conflict"
            + " with 'kubectl'\"}]}}|CONFLICT",
      })
  void saysWhetherTryingAgainHelps(int status, String body, String token) {
    ApplierException e = translate(status, body);
    assertThat(e.token()).isEqualTo(token);
    assertThat(e instanceof Transient)
        .isEqualTo(token.equals("CLUSTER_UNAVAILABLE") || token.equals("LOST_RACE"));
    assertThat(e).hasMessageStartingWith("Deployment/web in acme cannot be applied: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value =
          "spec.replicas (\"kubectl\" using apps/v1)|.spec.replicas|conflict with \\\"kubectl\\\""
              + " using apps/v1")
  void namesEveryFieldWithItsOwner(String expected, String field, String message) {
    String body =
        "{\"details\":{\"causes\":[{\"reason\":\"FieldManagerConflict\",\"field\":\""
            + field
            + "\",\"message\":\""
            + message
            + "\"}]}}";
    assertThat(translate(409, body)).hasMessageContaining(expected);
  }

  private static ApplierException translate(int status, String body) {
    return ApiErrors.translate(
        "Deployment/web in acme cannot be applied",
        new ApiRequests.Answer(status, body.getBytes(StandardCharsets.UTF_8)));
  }
}
