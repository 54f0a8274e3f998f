package dev.slipway.applier;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The cluster-applier as a process. */
@SpringBootApplication(proxyBeanMethods = false)
public class ClusterApplierApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(ClusterApplierApplication.class, arguments);
  }
}
