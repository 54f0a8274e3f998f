package dev.slipway.writer;

import dev.slipway.events.value.GitRepository;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.writer.git.GitAccess;
import dev.slipway.writer.git.JGitRepositories;
import dev.slipway.writer.metrics.WriterMeters;
import dev.slipway.writer.webhook.GitWebhook;
import dev.slipway.writer.webhook.PushSignature;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.annotation.Bean;

/** Puts the writer together. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class WriterConfiguration {

  @Bean
  TrackedBranches trackedBranches(WriterSettings settings) {
    return new TrackedBranches(
        settings.repositories().stream().map(WriterSettings.Repository::tracked).toList());
  }

  @Bean
  JGitRepositories gitRepositories(WriterSettings settings) {
    return new JGitRepositories(settings.cacheDirectory());
  }

  @Bean
  BranchWriter branchWriter(
      TrackedBranches branches,
      JGitRepositories repositories,
      WriterSettings settings,
      Configuration configuration,
      Clock clock) {
    return new BranchWriter(
        branches,
        tracked ->
            repositories.branch(
                tracked.repository(), tracked.branch(), access(settings, tracked.repository())),
        configuration,
        clock,
        settings.pollInterval());
  }

  @Bean
  WriterMeters writerMeters(MeterRegistry meters, Clock clock) {
    return new WriterMeters(meters, clock);
  }

  @Bean
  WriterRouter writerRouter(TrackedBranches branches) {
    return new WriterRouter(branches);
  }

  @Bean
  GitWebhook gitWebhook(
      WriterSettings settings,
      TrackedBranches branches,
      Configuration configuration,
      EventPublisher publisher) {
    Path file = settings.webhookSecretFile();
    PushSignature signature = new PushSignature(() -> file == null ? "" : secret(file));
    return new GitWebhook(signature, () -> branches.all(configuration).values(), publisher);
  }

  private static GitAccess access(WriterSettings settings, GitRepository repository) {
    WriterSettings.Repository own =
        settings.repositories().stream()
            .filter(candidate -> candidate.url().equals(repository.url()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(repository + " is not tracked"));
    Path passwordFile = own.passwordFile();
    return new GitAccess(
        own.username(),
        () -> passwordFile == null ? "" : secret(passwordFile),
        settings.timeout(),
        settings.authorName(),
        settings.authorEmail());
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the secret file " + file + " cannot be read: check its path and permissions", e);
    }
  }
}
