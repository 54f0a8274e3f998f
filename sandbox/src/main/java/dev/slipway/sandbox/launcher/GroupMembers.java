package dev.slipway.sandbox.launcher;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes copies that have ended out of their consumer groups. A copy with a name that outlives a
 * restart keeps its share for the session's 6 s, in case it comes back.
 */
record GroupMembers(String broker) {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMembers.class);
  private static final int PATIENCE_SECONDS = 5;

  /** Their work moves at once. Where the broker does not answer, it moves when the session ends. */
  void remove(String service, List<String> instances) throws InterruptedException {
    if (instances.isEmpty()) {
      return;
    }
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            PATIENCE_SECONDS * 1000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            PATIENCE_SECONDS * 1000);
    try (Admin admin = Admin.create(settings)) {
      List<MemberToRemove> members = instances.stream().map(MemberToRemove::new).toList();
      for (String group : List.of(service, service + "-router")) {
        remove(admin, group, members);
      }
    }
  }

  private static void remove(Admin admin, String group, List<MemberToRemove> members)
      throws InterruptedException {
    try {
      admin
          .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions(members))
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // A service without a router has no such group, and a copy may never have joined.
      LOG.atDebug().addKeyValue("group", group).setCause(e).log("members not removed");
    }
  }
}
