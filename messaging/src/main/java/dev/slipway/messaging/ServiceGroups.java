package dev.slipway.messaging;

import java.util.List;
import java.util.Map;

/** Who shares the work of each service, and how far behind it is. */
public interface ServiceGroups {

  /**
   * One copy of a service.
   *
   * @param instance the member's name
   * @param partitions how many partitions of the work it holds
   * @param numbers which: a key's partition number is the same in every topic
   * @param lag events of those partitions that are not yet taken
   */
  record Copy(String instance, int partitions, List<Integer> numbers, long lag) {
    public Copy {
      numbers = List.copyOf(numbers);
    }
  }

  /**
   * A service as its consumer group shows it.
   *
   * @param lag events not yet taken, over all partitions
   */
  record Group(String service, List<Copy> copies, long lag) {
    public Group {
      copies = List.copyOf(copies);
    }
  }

  /**
   * The groups by service name; a service that never ran is absent.
   *
   * @throws BrokerUnavailableException where the broker does not answer; trying again helps
   */
  Map<String, Group> describe();
}
