package dev.slipway.console.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.value.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensFileTest {
  private static final String GOOD = "- {actor: ada, role: deploy, token: 'a-token-0123456789'}\n";

  @TempDir Path folder;
  private Path file;
  private int version;

  @BeforeEach
  void place() {
    file = folder.resolve("tokens.yaml");
  }

  @Test
  void aTokenIsItsActorsAndNobodyElses() throws IOException {
    write(GOOD);
    TokensFile tokens = new TokensFile(file);
    assertThat(tokens.find("a-token-0123456789"))
        .contains(new Caller(new Actor("ada"), Role.DEPLOY));
    assertThat(tokens.find("a-token-012345678")).isEmpty();
    assertThat(tokens.find("")).isEmpty();
  }

  @Test
  void aChangeIsFollowedAndABrokenFileLeavesTheLastGoodOne() throws IOException {
    write(GOOD);
    TokensFile tokens = new TokensFile(file);
    write("- {actor: bob, role: view, token: 'b-token-0123456789'}\n");
    assertThat(tokens.find("a-token-0123456789")).isEmpty();
    assertThat(tokens.find("b-token-0123456789")).isPresent();
    write("- {actor: bob, role: [");
    assertThat(tokens.find("b-token-0123456789")).isPresent();
    Files.delete(file);
    assertThat(tokens.find("b-token-0123456789")).isPresent();
    write(GOOD);
    assertThat(tokens.find("a-token-0123456789")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "actor: ada",
        "- ada",
        "- {actor: ada, role: king, token: 'secret-token-0123456789'}",
        "- {actor: '', role: view, token: 'secret-token-0123456789'}",
        "- {role: view, token: 'secret-token-0123456789'}",
        "- {actor: ada, role: view, token: 'secret-token'}",
        "- {actor: ada, role: view, token: 12345678901234567890}",
        "- {actor: ada, role: view, token: 'secret-token-0123456789'}\n"
            + "- {actor: bob, role: view, token: 'secret-token-0123456789'}",
        "- {actor: ada, role: view, token: 'secret-token-0123456789'",
      })
  void aWrongFileIsRefusedAtTheStartWithoutShowingAToken(String text) throws IOException {
    write(text);
    assertThatThrownBy(() -> new TokensFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tokens.yaml")
        .hasMessageNotContaining("secret-token")
        .hasMessageNotContaining("12345678901234567890");
  }

  @Test
  void aMissingFileIsRefusedAtTheStart() {
    assertThatThrownBy(() -> new TokensFile(file))
        .hasMessageContaining("slipway.console.tokens-file");
  }

  /** Each version has another time, whatever the file system's clock can tell apart. */
  private void write(String text) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(
        file, FileTime.from(Instant.parse("2026-11-20T14:00:00Z").plusSeconds(version++)));
  }
}
