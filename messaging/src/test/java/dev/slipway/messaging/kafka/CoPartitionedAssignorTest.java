package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoPartitionedAssignorTest {
  private static final List<String> TOPICS = List.of("clearances", "requests");
  private static final Node NODE = new Node(0, "localhost", 9092);
  private final CoPartitionedAssignor assignor = new CoPartitionedAssignor();

  @Test
  void givesAMemberTheSameNumbersOfEveryTopic() {
    var shares = assign(12, Map.of("a", owning(1), "b", owning(1), "c", owning(1)));
    shares.values().forEach(this::assertWhole);
    assertThat(numbers(shares.get("a"))).hasSize(4);
    assertThat(all(shares)).containsExactlyInAnyOrderElementsOf(range(0, 12));
  }

  @Test
  void leavesWhatMovesWithNobodyUntilItsOwnerHasLetGo() {
    Integer[] everything = range(0, 12).toArray(Integer[]::new);
    var first = assign(12, Map.of("a", owning(5, everything), "b", owning(-1)));
    assertThat(numbers(first.get("a"))).hasSize(6);
    assertThat(numbers(first.get("b"))).isEmpty();

    Integer[] kept = numbers(first.get("a")).toArray(Integer[]::new);
    var second = assign(12, Map.of("a", owning(6, kept), "b", owning(6)));
    assertThat(numbers(second.get("a"))).containsExactly(kept);
    assertThat(numbers(second.get("b"))).hasSize(6);
    assertThat(all(second)).containsExactlyInAnyOrderElementsOf(range(0, 12));
  }

  @Test
  void keepsWhereItIsWhatNeedNotMoveWhenAMemberLeaves() {
    var shares = assign(6, Map.of("a", owning(3, 4, 5), "b", owning(3, 0, 1)));
    assertThat(numbers(shares.get("a"))).contains(4, 5).hasSize(3);
    assertThat(numbers(shares.get("b"))).contains(0, 1).hasSize(3);
  }

  @Test
  void believesTheLaterGenerationOfTwoThatClaimANumber() {
    var shares = assign(2, Map.of("a", owning(3, 0), "b", owning(7, 0, 1)));
    assertThat(numbers(shares.get("b"))).containsExactly(0);
    // 1 is still with b: it comes to a in the next round.
    assertThat(numbers(shares.get("a"))).isEmpty();
  }

  @Test
  void givesToNobodyWhatTwoClaimWithEqualRight() {
    var shares = assign(2, Map.of("a", owning(3, 0), "b", owning(3, 0), "c", owning(3, 1)));
    assertThat(all(shares)).containsExactly(1);
  }

  @Test
  void leavesSomeWithoutWorkWhereThereAreMoreMembersThanPartitions() {
    var shares = assign(1, Map.of("a", owning(3), "b", owning(3, 0)));
    assertThat(numbers(shares.get("b"))).containsExactly(0);
    assertThat(numbers(shares.get("a"))).isEmpty();
  }

  private void assertWhole(Assignment share) {
    Map<String, Set<Integer>> byTopic = new HashMap<>();
    share
        .partitions()
        .forEach(p -> byTopic.computeIfAbsent(p.topic(), t -> new TreeSet<>()).add(p.partition()));
    assertThat(byTopic.get("clearances")).isEqualTo(byTopic.get("requests"));
  }

  private Map<String, Assignment> assign(int partitions, Map<String, Subscription> members) {
    List<PartitionInfo> infos = new ArrayList<>();
    for (String topic : TOPICS) {
      range(0, partitions)
          .forEach(p -> infos.add(new PartitionInfo(topic, p, NODE, new Node[0], new Node[0])));
    }
    var cluster = new Cluster("test", List.of(NODE), infos, Set.of(), Set.of());
    return assignor.assign(cluster, new GroupSubscription(members)).groupAssignment();
  }

  private static Subscription owning(int generation, Integer... numbers) {
    List<TopicPartition> owned = new ArrayList<>();
    TOPICS.forEach(t -> List.of(numbers).forEach(n -> owned.add(new TopicPartition(t, n))));
    return new Subscription(TOPICS, null, owned, generation, Optional.empty());
  }

  private static Set<Integer> numbers(@Nullable Assignment share) {
    Assignment assignment = Objects.requireNonNull(share);
    return assignment.partitions().stream()
        .map(TopicPartition::partition)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Integer> all(Map<String, Assignment> shares) {
    return shares.values().stream().flatMap(share -> numbers(share).stream()).toList();
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
