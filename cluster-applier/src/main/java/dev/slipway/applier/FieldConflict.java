package dev.slipway.applier;

import org.jspecify.annotations.Nullable;

/**
 * A field that another manager owns, as the API server says it.
 *
 * @param field {@code .spec.template.spec.containers[name="web"].image}
 * @param subresource through which it was written, such as {@code scale}
 */
public record FieldConflict(String field, String manager, @Nullable String subresource) {
  private static final String AUTOSCALED = ".spec.replicas";

  /**
   * Whether a controller keeps the field as it is: it would change it back. What is written through
   * the scale subresource by anything but a person's tool is an autoscaler's.
   */
  public boolean isKeptByController() {
    return !isOfPerson()
        && (manager.equals("kube-controller-manager")
            || "scale".equals(subresource)
            || field.equals(AUTOSCALED));
  }

  /** Whether somebody did it by hand, with one of the tools that there are for that. */
  public boolean isOfPerson() {
    return PeoplesTools.isOne(manager);
  }
}
