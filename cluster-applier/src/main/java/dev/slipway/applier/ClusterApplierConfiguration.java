package dev.slipway.applier;

import dev.slipway.applier.ClusterApplierSettings.ClusterSettings;
import dev.slipway.applier.ClusterApplierSettings.GitSettings;
import dev.slipway.applier.ClusterApplierSettings.ToolSettings;
import dev.slipway.applier.environment.Answers;
import dev.slipway.applier.environment.EnvironmentApplier;
import dev.slipway.applier.git.GitCredentials;
import dev.slipway.applier.git.JGitSource;
import dev.slipway.applier.kubernetes.ClusterAccess;
import dev.slipway.applier.kubernetes.KubernetesClusters;
import dev.slipway.applier.kubernetes.PermissionCheck;
import dev.slipway.applier.render.DecryptionRule;
import dev.slipway.applier.render.FolderRenderer;
import dev.slipway.applier.rollout.RolloutMonitor.Limits;
import dev.slipway.applier.tool.PrivateFolder;
import dev.slipway.applier.tool.Tool;
import dev.slipway.applier.tool.ToolLimits;
import dev.slipway.git.DeployKey;
import dev.slipway.messaging.Configuration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Puts the applier together. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClusterApplierSettings.class)
class ClusterApplierConfiguration {

  @Bean
  JGitSource sourceRepository(ClusterApplierSettings settings) {
    return new JGitSource(
        settings.cacheDirectory(),
        new GitCredentials(
            settings.git().stream().map(ClusterApplierConfiguration::credentials).toList()));
  }

  /** Reads the key, if there is one: a broken one must not wait for the first fetch. */
  private static GitCredentials.Entry credentials(GitSettings git) {
    if (git.username() != null && git.passwordFile() != null) {
      return new GitCredentials.Entry.Password(git.urlPrefix(), git.username(), git.passwordFile());
    }
    return new GitCredentials.Entry.Key(
        git.urlPrefix(),
        DeployKey.of(
            Objects.requireNonNull(git.sshKeyFile()),
            git.sshKeyPassphraseFile(),
            Objects.requireNonNull(git.knownHostsFile())));
  }

  @Bean
  KubernetesClusters clusters(ClusterApplierSettings settings) {
    Map<String, ClusterAccess> named = new HashMap<>();
    settings.clusters().forEach((name, cluster) -> named.put(name, access(cluster)));
    ClusterSettings others = settings.defaultCluster();
    return new KubernetesClusters(named, others == null ? null : access(others));
  }

  private static ClusterAccess access(ClusterSettings cluster) {
    return new ClusterAccess(cluster.kubeconfig(), cluster.context());
  }

  @Bean
  Outcomes outcomes(MeterRegistry meters) {
    return new ApplierMeters(meters);
  }

  @Bean
  ClusterScope clusterScope(
      ClusterApplierSettings settings, @Value("${slipway.messaging.service}") String group) {
    return settings.scope(group);
  }

  @Bean
  EnvironmentApplier environmentApplier(
      JGitSource source,
      KubernetesClusters clusters,
      ClusterApplierSettings settings,
      Outcomes outcomes,
      ClusterScope scope,
      Clock clock) {
    return new EnvironmentApplier(
        new Stand(
            source,
            renderer(settings, source),
            clusters,
            new Limits(settings.progressDeadline(), settings.rolloutTimeLimit()),
            outcomes,
            clock,
            System::nanoTime),
        scope,
        Answers.PATIENCE,
        settings.driftInterval());
  }

  private static FolderRenderer renderer(ClusterApplierSettings settings, JGitSource source) {
    ToolSettings tools = settings.tools();
    PrivateFolder.sweep();
    return new FolderRenderer(
        new FolderRenderer.Tools(
            Tool.kustomize(tools.kustomize()),
            Tool.helm(tools.helm()),
            new ToolLimits(
                tools.timeLimit(), tools.memoryLimit().toBytes(), tools.outputLimit().toBytes())),
        source,
        settings.sops().stream()
            .map(
                sops ->
                    new DecryptionRule(sops.cluster(), sops.environment(), sops.ageIdentities()))
            .toList());
  }

  @Bean
  PermissionCheck permissionCheck(KubernetesClusters clusters) {
    return new PermissionCheck(clusters);
  }

  @Bean
  ClusterHealth clusterHealth(
      PermissionCheck permissions, Configuration configuration, ClusterScope scope) {
    return new ClusterHealth(permissions, configuration, scope);
  }
}
