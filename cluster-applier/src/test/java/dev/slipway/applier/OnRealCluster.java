package dev.slipway.applier;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A test that needs a real API server; without one it is skipped, and says so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfEnvironmentVariable(
    named = RealCluster.KUBECONFIG,
    matches = ".+",
    disabledReason = RealCluster.WHY)
@interface OnRealCluster {}
