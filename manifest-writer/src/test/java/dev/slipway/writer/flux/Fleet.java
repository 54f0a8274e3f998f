package dev.slipway.writer.flux;

import java.util.Map;

/** A repository as {@code flux bootstrap} leaves it, with one application and image automation. */
public final class Fleet {
  static final String SYNC =
      """
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      metadata: {name: flux-system, namespace: flux-system}
      spec: {interval: 1m0s, ref: {branch: main}, url: 'ssh://git@github.com/acme/fleet'}
      ---
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: {name: flux-system, namespace: flux-system}
      spec:
        interval: 10m0s
        path: ./clusters/production
        prune: true
        sourceRef: {kind: GitRepository, name: flux-system}
      """;
  public static final String APPS =
      """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata:
        name: apps
        namespace: flux-system
      spec:
        interval: 10m0s
        path: ./apps/production
        prune: true
        sourceRef: {kind: GitRepository, name: flux-system}
      """;
  public static final String IMAGES =
      """
      apiVersion: image.toolkit.fluxcd.io/v1beta2
      kind: ImageRepository
      metadata: {name: web, namespace: flux-system}
      spec: {image: ghcr.io/acme/web, interval: 5m}
      ---
      apiVersion: image.toolkit.fluxcd.io/v1beta2
      kind: ImagePolicy
      metadata:
        name: web
        namespace: flux-system
        labels: {team: shop}
      spec:
        imageRepositoryRef: {name: web}
        policy: {semver: {range: '>=1.0.0'}}
      """;
  public static final String AUTOMATION =
      """
      apiVersion: image.toolkit.fluxcd.io/v1beta2
      kind: ImageUpdateAutomation
      metadata: {name: apps, namespace: flux-system}
      spec:
        interval: 30m
        sourceRef: {kind: GitRepository, name: flux-system}
        git:
          checkout: {ref: {branch: main}}
          push: {branch: main}
        update: {path: ./apps, strategy: Setters}
      """;
  public static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        template:
          spec:
            containers:
              - name: web
                image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "flux-system:web"}
      """;

  private Fleet() {}

  /** By their paths. */
  public static Map<String, String> texts() {
    return files().files();
  }

  static FilesInMemory files() {
    return FilesInMemory.of(
        "clusters/production/flux-system/gotk-sync.yaml",
        SYNC,
        "clusters/production/apps.yaml",
        APPS,
        "clusters/production/images.yaml",
        IMAGES,
        "clusters/production/automation.yaml",
        AUTOMATION,
        "apps/production/web.yaml",
        DEPLOYMENT);
  }
}
