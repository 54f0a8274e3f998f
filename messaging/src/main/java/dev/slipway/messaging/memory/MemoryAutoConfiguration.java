package dev.slipway.messaging.memory;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Gives every service its {@link IdleCollector}. */
@AutoConfiguration
class MemoryAutoConfiguration {
  @Bean(destroyMethod = "interrupt")
  Thread slipwayIdleCollector() {
    var collector = new IdleCollector(MemoryAutoConfiguration::collections, System::gc);
    return Thread.ofVirtual().name("idle-collector").start(() -> keepLooking(collector));
  }

  private static void keepLooking(IdleCollector collector) {
    try {
      while (true) {
        Thread.sleep(IdleCollector.INTERVAL);
        collector.look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
