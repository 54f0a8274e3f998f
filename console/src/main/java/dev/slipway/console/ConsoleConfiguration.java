package dev.slipway.console;

import dev.slipway.console.token.TokensFile;
import dev.slipway.events.EventJson;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.EventHistory;
import dev.slipway.messaging.EventPublisher;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** Puts the console together. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {
  @Bean
  Pipeline pipeline(ConsoleProperties properties) {
    return new Pipeline(properties.retainedEvents());
  }

  @Bean
  StatusReader statusReader(Pipeline pipeline, Configuration configuration) {
    return new StatusReader(pipeline, configuration);
  }

  @Bean
  StoryTeller storyTeller(Pipeline pipeline, Configuration configuration) {
    return new StoryTeller(pipeline, configuration);
  }

  @Bean
  RequestTracker requestTracker(Pipeline pipeline, Clock clock) {
    return new RequestTracker(pipeline, clock);
  }

  @Bean
  Requests requests(EventPublisher publisher, Configuration configuration, Clock clock) {
    return new Requests(publisher, configuration, clock);
  }

  @Bean
  Commits commits(Pipeline pipeline, Configuration configuration) {
    return new Commits(pipeline, configuration);
  }

  @Bean
  TokensFile tokensFile(ConsoleProperties properties) {
    return new TokensFile(properties.tokensFile());
  }

  @Bean
  ConsoleLifecycle consoleLifecycle(EventHistory history, Pipeline pipeline) {
    return new ConsoleLifecycle(history, pipeline);
  }

  /** Answers are written as events are: absent fields left out, times as text. */
  @Bean
  JsonMapper jsonMapper() {
    return EventJson.mapper();
  }
}
