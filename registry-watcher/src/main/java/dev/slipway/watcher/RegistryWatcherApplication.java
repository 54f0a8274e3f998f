package dev.slipway.watcher;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the registry-watcher. */
@SpringBootApplication(proxyBeanMethods = false)
public class RegistryWatcherApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(RegistryWatcherApplication.class, arguments);
  }
}
