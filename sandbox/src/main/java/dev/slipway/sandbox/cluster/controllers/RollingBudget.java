package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import tools.jackson.databind.JsonNode;

/**
 * How far a rollout may leave the wanted number of pods.
 *
 * @param surge pods more than wanted
 * @param unavailable pods fewer than wanted
 */
record RollingBudget(int surge, int unavailable) {
  private static final double PERCENT = 100.0;

  static RollingBudget of(JsonNode rollingUpdate, int replicas) {
    int surge = resolve(Json.at(rollingUpdate, "maxSurge"), replicas, true);
    int unavailable = resolve(Json.at(rollingUpdate, "maxUnavailable"), replicas, false);
    // Both zero would never move; a real controller then lets one be missing.
    return new RollingBudget(surge, surge == 0 && unavailable == 0 ? 1 : unavailable);
  }

  private static int resolve(JsonNode value, int replicas, boolean up) {
    if (value.isNumber()) {
      return value.asInt();
    }
    String text = value.asString("0");
    if (!text.endsWith("%")) {
      return Integer.parseInt(text);
    }
    double share = Integer.parseInt(text.substring(0, text.length() - 1)) * replicas / PERCENT;
    return (int) (up ? Math.ceil(share) : Math.floor(share));
  }
}
