package dev.slipway.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.console.RunningConsole;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StillReadingTest {
  @Test
  void halfAHistoryIsNotShown(@TempDir Path folder) throws Exception {
    try (RunningConsole console = RunningConsole.startStillReading(folder)) {
      HttpResponse<String> answer =
          new Http(console.address(), RunningConsole.VIEW).get("/api/v1/status");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("STILL_READING");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(new Http(console.address(), null).get("/actuator/health/readiness").statusCode())
          .isEqualTo(503);
    }
  }
}
