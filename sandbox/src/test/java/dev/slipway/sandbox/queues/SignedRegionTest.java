package dev.slipway.sandbox.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedRegionTest {
  @Test
  void isTheOneOfTheCredentialScope() {
    assertThat(
            SignedRegion.of(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-gov-west-1/sqs/aws4_request, "
                    + "SignedHeaders=content-type;host, Signature=5d67"))
        .isEqualTo("us-gov-west-1");
  }

  @Test
  void isUsEast1WithoutASignature() {
    assertThat(SignedRegion.of(null)).isEqualTo("us-east-1");
    assertThat(SignedRegion.of("Bearer x")).isEqualTo("us-east-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-west-2", "eu-central-1", "ap-southeast-4"})
  void comesBackFromWhatOurOwnClientSends(String region) {
    assertThat(SignedRegion.of(SignedRegion.unsignedFor(region))).isEqualTo(region);
  }

  @Test
  void refusesWhatIsNoRegion() {
    assertThatThrownBy(() -> SignedRegion.unsignedFor("moon/base"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("moon/base");
  }
}
