package dev.slipway.writer;

import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.writer.git.JGitRepositories;
import dev.slipway.writer.git.WarmUp;
import dev.slipway.writer.github.GitHubApi;
import dev.slipway.writer.github.GitHubPullRequests;
import dev.slipway.writer.metrics.WriterMeters;
import dev.slipway.writer.webhook.GitWebhook;
import dev.slipway.writer.webhook.PushSignature;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
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
  OnceReady warmUp(WriterSettings settings) {
    return new OnceReady(new WarmUp(settings.cacheDirectory().resolve("warm-up")));
  }

  /** Every key is read at the start: a broken one must not wait for the first commit. */
  @Bean
  GitAccounts gitAccounts(WriterSettings settings) {
    return GitAccounts.of(settings);
  }

  @Bean
  BranchWriter branchWriter(
      TrackedBranches branches,
      JGitRepositories repositories,
      GitAccounts accounts,
      WriterSettings settings,
      Configuration configuration,
      Clock clock) {
    return new BranchWriter(
        branches,
        tracked ->
            repositories.branch(
                tracked.repository(), tracked.branch(), accounts.of(tracked.repository())),
        tracked -> pullRequests(settings, tracked, clock),
        configuration,
        clock,
        settings.pollInterval(),
        settings.commit().template());
  }

  private static Optional<PullRequests> pullRequests(
      WriterSettings settings, Tracked tracked, Clock clock) {
    return settings.repositories().stream()
        .filter(repository -> repository.tracked().repository().equals(tracked.repository()))
        .flatMap(repository -> Stream.ofNullable(repository.pullRequests()))
        .findFirst()
        .map(
            host ->
                switch (host.host()) {
                  case GITHUB ->
                      new GitHubPullRequests(
                          new GitHubApi(
                              host.apiOf(tracked.repository()),
                              () -> GitAccounts.secret(host.tokenFile()),
                              settings.timeout(),
                              clock),
                          host.repositoryOf(tracked.repository()),
                          tracked.branch());
                });
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
    PushSignature signature = new PushSignature(() -> file == null ? "" : GitAccounts.secret(file));
    return new GitWebhook(signature, () -> branches.all(configuration).values(), publisher);
  }

  /** Runs once the service is there, beside its work; over before the service has stopped. */
  static final class OnceReady
      implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {
    private final Thread thread;

    OnceReady(Runnable task) {
      thread = Thread.ofPlatform().daemon().name("once ready").unstarted(task);
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
      thread.start();
    }

    @Override
    public void destroy() throws InterruptedException {
      thread.join();
    }
  }
}
