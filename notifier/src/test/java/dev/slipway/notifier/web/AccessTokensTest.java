package dev.slipway.notifier.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.Actor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {
  @TempDir Path directory;

  @Test
  void letsThoseInWhoMayDeployOrOperate() throws Exception {
    AccessTokens tokens =
        read(
            """
            - {actor: anna, role: operate, token: token-of-anna}
            - {actor: ben, role: deploy, token: token-of-ben}
            - {actor: eve, role: view, token: token-of-eve}
            """);
    assertThat(tokens.find("token-of-anna")).contains(new Actor("anna"));
    assertThat(tokens.find("token-of-ben")).contains(new Actor("ben"));
    assertThat(tokens.find("token-of-eve")).isEmpty();
    assertThat(tokens.find("another")).isEmpty();
    assertThat(tokens.find("")).isEmpty();
  }

  @Test
  void followsAChangeAtOnce() throws Exception {
    AccessTokens tokens = read("- {actor: anna, role: operate, token: first}");
    read("- {actor: anna, role: operate, token: second}");
    assertThat(tokens.find("first")).isEmpty();
    assertThat(tokens.find("second")).isPresent();
  }

  @Test
  void letsNobodyInWhereTheFileSaysNothing() throws Exception {
    assertThat(new AccessTokens(null).find("x")).isEmpty();
    assertThat(new AccessTokens(directory.resolve("absent")).find("x")).isEmpty();
    assertThat(read("- {actor: anna, role: operate, token: ''}").find("")).isEmpty();
    assertThat(read("anna: [").find("anna")).isEmpty();
    assertThat(read("anna").find("anna")).isEmpty();
  }

  private AccessTokens read(String yaml) throws Exception {
    return new AccessTokens(Files.writeString(directory.resolve("tokens.yaml"), yaml));
  }
}
