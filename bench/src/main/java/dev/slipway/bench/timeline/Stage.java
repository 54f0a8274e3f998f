package dev.slipway.bench.timeline;

/** How far a push is. */
public enum Stage {
  EVENT("event", "registry-watcher"),
  COMMIT("commit", "manifest-writer"),
  CLEARED("cleared", "queue-guard"),
  APPLIED("applied", "cluster-applier");

  private final String title;
  private final String service;

  Stage(String title, String service) {
    this.title = title;
    this.service = service;
  }

  /** As people read it. */
  public String title() {
    return title;
  }

  /** Whose work ends with this stage. */
  public String service() {
    return service;
  }
}
