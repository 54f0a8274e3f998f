package dev.slipway.sandbox.cluster.controllers;

import static dev.slipway.sandbox.cluster.controllers.ReplicaSetController.putUnlessZero;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Runs pods until enough have succeeded or too many have failed. */
final class JobController implements Controller {
  private static final String COMPONENT = "job-controller";

  private final ClusterAccess cluster;

  JobController(ClusterAccess cluster) {
    this.cluster = cluster;
  }

  @Override
  public Optional<Duration> reconcile(KubeObject job) {
    boolean over =
        Conditions.isTrue(job.at("status"), "Complete")
            || Conditions.isTrue(job.at("status"), "Failed");
    if (job.isBeingDeleted() || over || job.at("spec", "suspend").asBoolean(false)) {
      return Optional.empty();
    }
    List<KubeObject> pods = cluster.controlled(job, "Pod");
    int succeeded = count(pods, "Succeeded");
    int failed = count(pods, "Failed");
    List<KubeObject> active = pods.stream().filter(Pods::isActive).toList();
    int completions = job.number(1, "spec", "completions");
    boolean done = succeeded >= completions;
    boolean hopeless = failed > job.number(6, "spec", "backoffLimit");
    int running = active.size();
    if (done || hopeless) {
      active.forEach(cluster::delete);
    } else {
      int room = Math.min(job.number(1, "spec", "parallelism"), completions - succeeded);
      for (; running < room; running++) {
        create(job);
      }
    }
    writeStatus(job, running, succeeded, failed, done, hopeless);
    return Optional.empty();
  }

  private static int count(List<KubeObject> pods, String phase) {
    return (int) pods.stream().filter(p -> p.text("status", "phase").equals(phase)).count();
  }

  private void create(KubeObject job) {
    ObjectNode pod = PodTemplate.pod(PodTemplate.of(job.tree()), job);
    Json.ensure(pod, "metadata").put("generateName", job.name() + "-");
    KubeObject created = cluster.create("Pod", job.namespace(), pod);
    cluster.events().normal(job, COMPONENT, "SuccessfulCreate", "Created pod: " + created.name());
  }

  private void writeStatus(
      KubeObject job, int active, int succeeded, int failed, boolean done, boolean hopeless) {
    String now = cluster.timestamp();
    ObjectNode status = Json.object();
    String started = job.text("status", "startTime");
    status.put("startTime", started.isEmpty() ? now : started);
    putUnlessZero(status, "succeeded", succeeded);
    putUnlessZero(status, "failed", failed);
    status.put("ready", 0).put("terminating", 0).putObject("uncountedTerminatedPods");
    if (done) {
      String enough = "Reached expected number of succeeded pods";
      status.put("completionTime", now);
      Conditions.set(status, "SuccessCriteriaMet", true, "CompletionsReached", enough, now);
      Conditions.set(status, "Complete", true, "CompletionsReached", enough, now);
      cluster.events().normal(job, COMPONENT, "Completed", "Job completed");
    } else if (hopeless) {
      String reached = "Job has reached the specified backoff limit";
      Conditions.set(status, "FailureTarget", true, "BackoffLimitExceeded", reached, now);
      Conditions.set(status, "Failed", true, "BackoffLimitExceeded", reached, now);
      cluster.events().warning(job, COMPONENT, "BackoffLimitExceeded", reached);
    } else {
      putUnlessZero(status, "active", active);
    }
    cluster.status(job, status);
  }
}
