package dev.slipway.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.value.TagPolicy;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much of a repository is listed, and what is told of what is behind its tags. */
class ListingTest {
  private static final String OLD = "20261119-100000-8a2ce0f";
  private static final String NEW = "20261120-100000-1b2c3d4";

  private final WatchFixture the = new WatchFixture();

  @BeforeEach
  void followByTimestamp() {
    the.watch(new TagPolicy.Timestamp("^(?<ts>\\d{8}-\\d{6})-[0-9a-f]{7}$", "yyyyMMdd-HHmmss"));
  }

  @Test
  void looksOnlyBehindTheLastTagOnceAllAreKnown() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, OLD);
    the.registry.push(WatchFixture.WEB, "latest");
    the.scanned();
    the.registry.push(WatchFixture.WEB, NEW);

    the.poll();

    assertThat(the.registry.calls()).containsExactly("list after " + OLD, "resolve " + NEW);
    assertThat(the.publishedTags()).containsExactly(NEW);
  }

  @Test
  void looksBehindTheLastOfEachKindOfName() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "dev-1");
    the.registry.push(WatchFixture.WEB, "main-1");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "dev-2");
    the.registry.push(WatchFixture.WEB, "main-2");

    the.poll();

    assertThat(the.registry.calls()).doesNotContain("list");
    assertThat(the.publishedTags()).containsExactlyInAnyOrder("dev-2", "main-2");
  }

  @Test
  void readsTheWholeListNowAndThenAllTheSame() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, OLD);
    the.scanned();
    for (int i = 0; i < WatchFixture.WHOLE_EVERY; i++) {
      the.poll();
    }

    assertThat(the.registry.calls()).contains("list after " + OLD);
    assertThat(the.registry.calls().stream().filter("list"::equals))
        .isNotEmpty()
        .hasSizeLessThan(5);
  }

  @Test
  void readsNoWholeListThatTheRegistrySaysIsTheSame() throws InterruptedException {
    the.watch(new TagPolicy.Semver("*"));
    the.registry.giveETags();
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.poll();
    assertThat(the.registry.calls()).containsExactly("list if changed");
    the.registry.push(WatchFixture.WEB, "1.1.0");
    the.registry.forgetCalls();

    the.poll();
    assertThat(the.registry.calls()).containsExactly("list if changed", "list", "resolve 1.1.0");
    the.registry.forgetCalls();

    the.poll();
    assertThat(the.registry.calls()).containsExactly("list if changed");
    assertThat(the.publishedTags()).containsExactly("1.1.0");
  }

  @Test
  void readsTheSameListAgainWhereSomethingOfItWasNotTold() throws InterruptedException {
    the.watch(new TagPolicy.Semver("*"));
    the.registry.giveETags();
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "1.1.0");
    the.registry.breakTag(
        "1.1.0",
        new TransientRegistryException(
            RegistryFailure.SERVER_ERROR, "it failed", Duration.ZERO, null));
    the.poll();
    the.registry.repair();

    the.poll();

    assertThat(the.publishedTags()).containsExactly("1.1.0");
  }

  @Test
  void readsTheWholeListAfterARestart() throws InterruptedException {
    the.watch(new TagPolicy.Semver("*"));
    the.registry.giveETags();
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();

    the.restart();
    the.poll();

    assertThat(the.registry.calls()).containsExactly("list");
  }

  @Test
  void readsWholeListsWhereNewTagsComeElsewhere() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, NEW);
    the.scanned();
    the.registry.push(WatchFixture.WEB, OLD);
    for (int i = 0; i < WatchFixture.WHOLE_EVERY; i++) {
      the.poll();
    }
    assertThat(the.publishedTags()).containsExactly(OLD);
    the.registry.forgetCalls();

    the.poll();

    assertThat(the.registry.calls()).containsExactly("list");
  }

  @Test
  void readsTheWholeListWhereAnotherOrderThanTheNamesDecides() throws InterruptedException {
    the.watch(new TagPolicy.Semver("*"));
    the.registry.push(WatchFixture.WEB, "1.9.0");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "1.10.0");

    the.poll();

    assertThat(the.registry.calls()).contains("list");
    assertThat(the.publishedTags()).containsExactly("1.10.0");
  }

  @Test
  void readsTheWholeListWhereTheRegistryRefusesTheLook() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, OLD);
    the.scanned();
    the.registry.push(WatchFixture.WEB, NEW);
    the.registry.failNext(
        new PermanentRegistryException(RegistryFailure.REFUSED, "what is 'last'?", null));

    the.poll();

    assertThat(the.registry.calls()).contains("list");
    assertThat(the.publishedTags()).containsExactly(NEW);
  }

  @Test
  void readsTheWholeListWhereMoreIsNewThanOneLookShows() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, OLD);
    the.scanned();
    for (int i = 10; i < 90; i++) {
      the.registry.push(WatchFixture.WEB, "20261120-1000" + i % 60 + "-00000" + i);
    }

    the.poll();

    assertThat(the.publishedTags()).hasSize(80);
  }

  @Test
  void anotherInstanceReadsTheWholeListFirst() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, OLD);
    the.scanned();
    the.restart();

    the.poll();

    assertThat(the.registry.calls()).containsExactly("list");
  }

  @Test
  void readsNothingMoreWhereNoPolicyAsksForIt() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, OLD);

    the.work();

    assertThat(the.registry.calls()).containsExactly("list");
    assertThat(the.publisher.events(RepositoryScanned.class))
        .singleElement()
        .satisfies(scan -> assertThat(scan.images()).isNull());
  }
}
