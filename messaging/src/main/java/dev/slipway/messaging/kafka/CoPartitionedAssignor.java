package dev.slipway.messaging.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/**
 * Shares out the numbers of partitions: whoever has a number has it in every topic. A member keeps
 * what it has as far as that is fair, and goes on working while others move.
 *
 * <p>Kafka's own cannot do both: {@code RangeAssignor} takes everything from everybody first, which
 * would stop every worker whenever a copy comes or goes; {@code CooperativeStickyAssignor} gives a
 * number's partitions to different members. As the cooperative protocol asks, a number that moves
 * is given to nobody until its owner has let go of it; that member then asks again.
 */
public final class CoPartitionedAssignor implements ConsumerPartitionAssignor {
  private static final String NAME = "slipway-co-partitioned";

  private record Claim(String member, int generation) {}

  /**
   * Who has what.
   *
   * @param disputed numbers that two members claim with equal right
   */
  private record Holdings(Map<String, Set<Integer>> owned, Set<Integer> disputed) {
    boolean isFree(int number) {
      return !disputed.contains(number)
          && owned.values().stream().noneMatch(numbers -> numbers.contains(number));
    }

    Set<Integer> of(String member) {
      return owned.getOrDefault(member, Set.of());
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.COOPERATIVE);
  }

  @Override
  public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
    Map<String, Subscription> members = new TreeMap<>(group.groupSubscription());
    Map<String, Set<Integer>> shares = shareOut(holdings(members), count(metadata, members));
    Map<String, Assignment> assignments = new HashMap<>();
    members.forEach(
        (member, subscription) ->
            assignments.put(
                member,
                new Assignment(
                    partitions(
                        metadata, subscription.topics(), shares.getOrDefault(member, Set.of())))));
    return new GroupAssignment(assignments);
  }

  /** Of two that claim a number, the later generation is right; of equals, neither. */
  private static Holdings holdings(Map<String, Subscription> members) {
    Map<Integer, Claim> claims = new HashMap<>();
    Set<Integer> disputed = new HashSet<>();
    members.forEach(
        (member, subscription) -> {
          Claim claim = new Claim(member, subscription.generationId().orElse(-1));
          for (TopicPartition partition : subscription.ownedPartitions()) {
            Claim other = claims.putIfAbsent(partition.partition(), claim);
            if (other == null || other.equals(claim)) {
              continue;
            }
            if (other.generation() == claim.generation()) {
              disputed.add(partition.partition());
            } else if (other.generation() < claim.generation()) {
              disputed.remove(partition.partition());
              claims.put(partition.partition(), claim);
            }
          }
        });
    Map<String, Set<Integer>> owned = new TreeMap<>();
    members.keySet().forEach(member -> owned.put(member, new TreeSet<>()));
    claims.forEach(
        (number, claim) -> {
          if (!disputed.contains(number)) {
            owned.computeIfAbsent(claim.member(), m -> new TreeSet<>()).add(number);
          }
        });
    return new Holdings(owned, disputed);
  }

  private static Map<String, Set<Integer>> shareOut(Holdings holdings, int count) {
    Queue<Integer> free = new ArrayDeque<>();
    IntStream.range(0, count).filter(holdings::isFree).forEach(free::add);
    // Whoever has most keeps one more, where it does not come out even: fewer numbers move.
    List<String> members = new ArrayList<>(holdings.owned().keySet());
    members.sort(Comparator.comparingInt((String member) -> -holdings.of(member).size()));
    int least = count / members.size();
    int withOneMore = count % members.size();
    Map<String, Set<Integer>> shares = new HashMap<>();
    for (String member : members) {
      int share = least + (withOneMore-- > 0 ? 1 : 0);
      Set<Integer> numbers = new TreeSet<>();
      holdings.of(member).stream().limit(share).forEach(numbers::add);
      while (numbers.size() < share && !free.isEmpty()) {
        numbers.add(free.remove());
      }
      shares.put(member, numbers);
    }
    return shares;
  }

  private static int count(Cluster metadata, Map<String, Subscription> members) {
    return members.values().stream()
        .flatMap(subscription -> subscription.topics().stream())
        .mapToInt(topic -> partitionsOf(metadata, topic))
        .max()
        .orElse(0);
  }

  private static int partitionsOf(Cluster metadata, String topic) {
    Integer count = metadata.partitionCountForTopic(topic);
    return count == null ? 0 : count;
  }

  private static List<TopicPartition> partitions(
      Cluster metadata, List<String> topics, Set<Integer> numbers) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      int count = partitionsOf(metadata, topic);
      numbers.stream()
          .filter(number -> number < count)
          .forEach(number -> partitions.add(new TopicPartition(topic, number)));
    }
    return partitions;
  }
}
