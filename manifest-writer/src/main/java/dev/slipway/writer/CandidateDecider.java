package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.configuration.RepositoryConfiguration.Application;
import dev.slipway.writer.configuration.RepositoryConfiguration.Automated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides about versions that come by themselves. A version replaces another only where the policy
 * ranks it higher, whatever order the events come in (promise 4).
 */
final class CandidateDecider {
  private final Desk desk;
  private final Plan plan;
  private final MovedTag movedTag;
  private final Admission admission;

  CandidateDecider(Desk desk, Plan plan) {
    this.desk = desk;
    this.plan = plan;
    this.movedTag = new MovedTag(desk, plan);
    this.admission = new Admission(desk, plan);
  }

  /** Decides about everything that came, and about what waited for something to come. */
  void decide() {
    desk.state().inbox().candidates().forEach(plan::decided);
    for (Environment environment : desk.environments()) {
      decide(environment);
    }
    desk.state().inbox().candidates().forEach(this::sayWhatIsSuspended);
  }

  /** Flux's objects may say that nothing is to come by itself for now. */
  private void sayWhatIsSuspended(Candidate candidate) {
    for (Automated automated : desk.configuration().automated()) {
      String why = automated.suspendedBecause();
      Optional<Environment> environment = desk.environment(automated.environment());
      if (why == null || environment.isEmpty()) {
        continue;
      }
      desk.image(environment.get(), automated.image())
          .filter(image -> image.repository().equals(candidate.repository()))
          .filter(image -> desk.order(image).fits(candidate.tag()))
          .ifPresent(
              image ->
                  Admission.decline(
                      plan, candidate, environment.get(), image, DeclineReason.SUSPENDED, why));
    }
  }

  private void decide(Environment environment) {
    Map<String, List<Offer>> offers = new LinkedHashMap<>();
    for (FollowedImage image : environment.follow()) {
      for (Candidate candidate : candidates(environment, image)) {
        if (image.policy() instanceof TagPolicy.MovingDigest(var moving)) {
          if (moving.equals(candidate.tag())) {
            movedTag.restart(candidate, environment);
          }
        } else if (environment.writable()) {
          admission
              .admit(candidate, environment, image)
              .ifPresent(
                  offer -> offers.computeIfAbsent(image.name(), _ -> new ArrayList<>()).add(offer));
        }
      }
    }
    for (Application application : desk.configuration().applications()) {
      Map<String, List<Offer>> ofApplication = new LinkedHashMap<>();
      for (String image : application.images()) {
        List<Offer> ofImage = offers.remove(image);
        if (ofImage != null) {
          ofApplication.put(image, ofImage);
        }
      }
      if (!ofApplication.isEmpty()) {
        new Together(desk, plan, application, environment, ofApplication).decide();
      }
    }
    offers.values().forEach(this::takeNewest);
  }

  private List<Candidate> candidates(Environment environment, FollowedImage image) {
    List<Candidate> all = new ArrayList<>();
    desk.state().inbox().waiting().stream()
        .filter(waiting -> waiting.environment().equals(environment.name()))
        .filter(waiting -> waiting.image().equals(image.name()))
        .forEach(waiting -> all.add(waiting.candidate()));
    desk.state().inbox().candidates().stream()
        .filter(candidate -> candidate.repository().equals(image.repository()))
        .forEach(all::add);
    return all;
  }

  private void takeNewest(List<Offer> offers) {
    Offer newest = newest(offers);
    plan.chosenByPolicy(newest.environment().name(), newest.image().name());
    take(desk, plan, newest);
    declineOthers(plan, offers, newest);
  }

  /** What goes into a pull request is decided again until it is merged. */
  static void take(Desk desk, Plan plan, Offer chosen) {
    plan.want(chosen.wanted());
    if (desk.isProposed(chosen.environment().name(), chosen.image().name())) {
      Instant until =
          desk.waiting(chosen.environment().name(), chosen.image().name(), chosen.candidate())
              .map(Waiting::until)
              .orElse(plan.now());
      plan.await(
          new Waiting(
              chosen.environment().name(), chosen.image().name(), chosen.candidate(), until, true));
    }
  }

  static Offer newest(List<Offer> offers) {
    return offers.stream().reduce((a, b) -> b.isNewerThan(a) ? b : a).orElseThrow();
  }

  static void declineOthers(Plan plan, List<Offer> offers, Offer chosen) {
    for (Offer offer : offers) {
      if (!offer.tag().equals(chosen.tag())) {
        Admission.decline(
            plan,
            offer.candidate(),
            offer.environment(),
            offer.image(),
            DeclineReason.NOT_NEWER,
            Admission.hasNewer(offer.environment(), chosen.tag().toString(), offer.tag()));
      }
    }
  }

  /** When the first of those that wait goes alone. */
  static Optional<Instant> next(List<Waiting> waiting) {
    return waiting.stream()
        .filter(version -> !version.proposed())
        .map(Waiting::until)
        .min(Instant::compareTo);
  }
}
