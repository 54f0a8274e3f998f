package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.configuration.RepositoryConfiguration.Application;
import dev.slipway.writer.files.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The images of an application move together in an environment (B18): once all of a version exist,
 * or the time is up. A version is what the policies compare: {@code 1.4.2} of {@code
 * main-1.4.2-web} and of {@code main-1.4.2-api}.
 */
final class Together {
  private final Desk desk;
  private final Plan plan;
  private final Application application;
  private final Environment environment;
  private final Map<String, List<Offer>> offers;

  Together(
      Desk desk,
      Plan plan,
      Application application,
      Environment environment,
      Map<String, List<Offer>> offers) {
    this.desk = desk;
    this.plan = plan;
    this.application = application;
    this.environment = environment;
    this.offers = offers;
  }

  void decide() {
    Set<String> complete =
        offers.values().stream()
            .flatMap(List::stream)
            .map(Offer::version)
            .filter(version -> missing(version).isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    offers.values().forEach(ofImage -> decide(ofImage, complete));
  }

  private void decide(List<Offer> ofImage, Set<String> complete) {
    List<Offer> ready =
        ofImage.stream()
            .filter(offer -> complete.contains(offer.version()) || isTimeUp(offer))
            .toList();
    List<Offer> older = ofImage;
    if (!ready.isEmpty()) {
      Offer chosen = CandidateDecider.newest(ready);
      plan.chosenByPolicy(environment.name(), chosen.image().name());
      CandidateDecider.take(desk, plan, chosen);
      List<Offer> newer = ofImage.stream().filter(offer -> offer.isNewerThan(chosen)).toList();
      List<Offer> notNewer = new ArrayList<>(ofImage);
      notNewer.removeAll(newer);
      CandidateDecider.declineOthers(plan, notNewer, chosen);
      older = newer;
    }
    older.forEach(this::await);
  }

  private void await(Offer offer) {
    Optional<Waiting> before = waiting(offer);
    if (before.isPresent()) {
      plan.await(before.get());
      return;
    }
    Instant until = plan.now().plus(application.together());
    plan.await(new Waiting(environment.name(), offer.image().name(), offer.candidate(), until));
    Admission.decline(
        plan,
        offer.candidate(),
        environment,
        offer.image(),
        DeclineReason.INCOMPLETE_VERSION,
        offer.tag()
            + " waits for "
            + String.join(", ", missing(offer.version()))
            + " of "
            + application.name()
            + " in this version, until "
            + until
            + " at the latest");
  }

  private boolean isTimeUp(Offer offer) {
    return waiting(offer).filter(waiting -> !waiting.until().isAfter(plan.now())).isPresent();
  }

  private Optional<Waiting> waiting(Offer offer) {
    return desk.waiting(environment.name(), offer.image().name(), offer.candidate());
  }

  /** The images of the application that this environment has, but not in this version. */
  private List<String> missing(String version) {
    return environment.follow().stream()
        .filter(image -> application.images().contains(image.name()))
        .filter(image -> !(image.policy() instanceof TagPolicy.MovingDigest))
        .filter(image -> plan.pins().version(environment.name(), image.name()).isEmpty())
        .filter(image -> !has(image, version))
        .map(FollowedImage::name)
        .toList();
  }

  private boolean has(FollowedImage image, String version) {
    List<Place> places =
        desk.followedPlaces(environment, image.name()).stream()
            .filter(Place::holdsVersion)
            .toList();
    return places.isEmpty()
        || offers.getOrDefault(image.name(), List.of()).stream()
            .anyMatch(offer -> offer.version().equals(version))
        || places.stream()
            .flatMap(place -> place.tag().stream())
            .anyMatch(tag -> isOf(image, tag, version));
  }

  private boolean isOf(FollowedImage image, Tag tag, String version) {
    return desk.order(image).version(tag).equals(version);
  }
}
