package dev.slipway.console.web;

import dev.slipway.console.ConsoleException;
import dev.slipway.console.ConsoleException.Reason;
import dev.slipway.console.EnvironmentStatus;
import dev.slipway.console.PlaceReport;
import dev.slipway.console.RefusedConfiguration;
import dev.slipway.console.StatusReader;
import dev.slipway.console.Story;
import dev.slipway.console.StoryTeller;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Tag;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.ServiceGroups;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where everything stands, and why. */
@RestController
@RequestMapping("/api/v1")
class StatusController {
  record Status(List<EnvironmentStatus> environments, List<RefusedConfiguration> refused) {}

  record Services(List<ServiceGroups.Group> services, List<PlaceReport> outages) {}

  private final StatusReader status;
  private final StoryTeller stories;
  private final ServiceGroups groups;

  StatusController(StatusReader status, StoryTeller stories, ServiceGroups groups) {
    this.status = status;
    this.stories = stories;
    this.groups = groups;
  }

  @GetMapping("/status")
  Status status(@RequestParam(required = false) @Nullable String environment) {
    if (environment == null) {
      return new Status(status.all(), status.refused());
    }
    EnvironmentName name = EnvironmentName.parse(environment);
    return new Status(List.of(status.of(name)), status.refusedFor(name));
  }

  @GetMapping("/services")
  Services services() {
    try {
      return new Services(
          groups.describe().values().stream()
              .sorted(Comparator.comparing(ServiceGroups.Group::service))
              .toList(),
          status.outages());
    } catch (BrokerUnavailableException e) {
      throw new ConsoleException(
          Reason.BROKER_UNAVAILABLE, "the broker does not say who works: " + e.getMessage(), e);
    }
  }

  @GetMapping("/why")
  Story why(
      @RequestParam String image,
      @RequestParam(required = false) @Nullable String tag,
      @RequestParam(required = false) @Nullable String environment) {
    return stories.tell(
        image,
        tag == null ? null : Tag.parse(tag),
        environment == null ? null : EnvironmentName.parse(environment));
  }
}
