package dev.slipway.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.value.GitRepository;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PullRequestSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/shop.git, https://api.github.com",
    "https://github.com/acme/shop, https://api.github.com",
    "ssh://git@github.com/acme/shop.git, https://api.github.com",
    "git@github.com:acme/shop.git, https://api.github.com",
    "https://git.acme.example/acme/shop.git, https://git.acme.example/api/v3",
    "https://git.acme.example:8443/acme/shop.git, https://git.acme.example/api/v3"
  })
  void findsTheHostAndTheRepositoryByTheAddress(String url, String api) {
    WriterSettings.PullRequestHost host = bound(Map.of("token-file", "/etc/token"));

    assertThat(host.apiOf(GitRepository.parse(url))).hasToString(api);
    assertThat(host.repositoryOf(GitRepository.parse(url))).isEqualTo("acme/shop");
  }

  @Test
  void takesWhatIsSaid() {
    WriterSettings.PullRequestHost host =
        bound(
            Map.of(
                "token-file", "/etc/token",
                "api", "https://git.acme.example/github/api/",
                "repository", "team/web"));
    GitRepository remote = GitRepository.parse("http://127.0.0.1:3000/shop.git");

    assertThat(host.apiOf(remote)).hasToString("https://git.acme.example/github/api");
    assertThat(host.repositoryOf(remote)).isEqualTo("team/web");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> bound(Map.of("repository", "team/web")))
        .isInstanceOf(BindException.class)
        .rootCause()
        .hasMessage("slipway.writer.repositories: pull-requests needs a token-file");
    assertThatThrownBy(() -> bound(Map.of("token-file", "t", "repository", "web")))
        .rootCause()
        .hasMessage(
            "slipway.writer.repositories: pull-requests.repository 'web' is not valid: expected"
                + " owner/name");
    assertThatThrownBy(
            () ->
                bound(Map.of("token-file", "t"))
                    .repositoryOf(GitRepository.parse("http://127.0.0.1:3000/shop.git")))
        .hasMessage(
            "slipway.writer.repositories: http://127.0.0.1:3000/shop.git does not end in"
                + " owner/name: set pull-requests.repository");
  }

  private static WriterSettings.PullRequestHost bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("", WriterSettings.PullRequestHost.class);
  }
}
