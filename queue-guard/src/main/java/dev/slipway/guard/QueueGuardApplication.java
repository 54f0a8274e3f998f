package dev.slipway.guard;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The queue-guard as a process. */
@SpringBootApplication
public class QueueGuardApplication {

  public static void main(String[] args) {
    SpringApplication.run(QueueGuardApplication.class, args);
  }
}
