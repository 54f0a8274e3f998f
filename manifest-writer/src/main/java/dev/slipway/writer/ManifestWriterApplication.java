package dev.slipway.writer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The manifest writer as a process of its own. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class ManifestWriterApplication {

  /**
   * Starts the service; settings come from {@code slipway.writer} and {@code slipway.messaging}.
   */
  public static void main(String[] arguments) {
    SpringApplication.run(ManifestWriterApplication.class, arguments);
  }
}
