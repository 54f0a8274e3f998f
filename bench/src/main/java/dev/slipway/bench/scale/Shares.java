package dev.slipway.bench.scale;

import dev.slipway.bench.running.BenchException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;

/** Who holds what of a service's work. */
final class Shares {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Shares() {}

  /** Waits until that many copies share the partitions. */
  static void await(String kafka, String group, int copies) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) kafka))) {
      while (!areShared(admin, group, copies)) {
        if (System.nanoTime() > end) {
          throw new BenchException(
              copies + " copies of " + group + " do not share its work within a minute");
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (ExecutionException e) {
      throw new BenchException("the broker does not say who shares " + group, e);
    }
  }

  private static boolean areShared(Admin admin, String group, int copies)
      throws InterruptedException, ExecutionException {
    ConsumerGroupDescription description =
        admin.describeConsumerGroups(List.of(group)).all().get().get(group);
    if (description == null || description.groupState() != GroupState.STABLE) {
      return false;
    }
    Collection<MemberDescription> members = description.members();
    return members.size() == copies
        && members.stream().noneMatch(member -> member.assignment().topicPartitions().isEmpty());
  }
}
