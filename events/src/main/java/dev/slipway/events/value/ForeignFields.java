package dev.slipway.events.value;

import java.util.List;

/**
 * Fields of an object that another manager owns, and that the environment's files name too.
 *
 * @param manager {@code helm}, {@code kubectl-client-side-apply}, {@code argocd-controller}
 */
public record ForeignFields(ObjectName object, String manager, List<String> fields) {
  public ForeignFields {
    Check.notBlank("manager", manager);
    fields = List.copyOf(fields);
  }
}
