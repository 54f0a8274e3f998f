{{/* slipway, or what the release calls itself. */}}
{{- define "slipway.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* A service's objects: dict "root" $ "service" NAME. */}}
{{- define "slipway.serviceName" -}}
{{ include "slipway.name" .root }}-{{ .service }}
{{- end }}

{{- define "slipway.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .service }}
{{- end }}

{{- define "slipway.labels" -}}
{{ include "slipway.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "slipway.kafkaSecret" -}}
{{ .root.Values.kafka.userSecret | replace "{service}" .service }}
{{- end }}

{{/* The section of slipway.* that is a service's own. */}}
{{- define "slipway.section" -}}
{{ dict "registry-watcher" "watcher" "manifest-writer" "writer" "queue-guard" "guard" "cluster-applier" "applier" "notifier" "notifier" "console" "console" | dig .service "" }}
{{- end }}

{{/* What a service needs although nobody said so. */}}
{{- define "slipway.ownDefaults" -}}
{{- if eq .service "console" }}
tokens-file: /etc/slipway/secrets/tokens.yaml
{{- else if eq .service "manifest-writer" }}
cache-directory: /tmp/repositories
{{- else if eq .service "cluster-applier" }}
cache-directory: /tmp/repositories
{{- else }}
{}
{{- end }}
{{- end }}

{{/* A service's settings file. */}}
{{- define "slipway.settings" -}}
{{- $kafka := .root.Values.kafka -}}
{{- $own := mustMergeOverwrite (include "slipway.ownDefaults" . | fromYaml) (deepCopy .values.settings) -}}
{{- /* An empty context and no kubeconfig: the cluster that the pod runs in. */ -}}
{{- if and (eq .service "cluster-applier") (not $own.clusters) (not (index $own "default-cluster")) -}}
{{- $own = set $own "default-cluster" (dict "context" "") -}}
{{- end -}}
server:
  port: 8080
  address: 0.0.0.0
# Apart from what the world may reach: health with its details, and metrics.
management.server:
  port: 8081
  address: 0.0.0.0
{{- if or $kafka.tls.enabled (eq $kafka.authentication "scram-sha-512") }}
{{- if $kafka.tls.enabled }}
spring.ssl.bundle.pem.kafka:
  reload-on-update: true
  truststore:
    certificate: file:/etc/slipway/kafka-ca/{{ $kafka.tls.caKey }}
  {{- if eq $kafka.authentication "mtls" }}
  keystore:
    certificate: file:/etc/slipway/kafka/user.crt
    private-key: file:/etc/slipway/kafka/user.key
  {{- end }}
{{- end }}
{{- if eq $kafka.authentication "scram-sha-512" }}
spring.config.import: configtree:/etc/slipway/kafka/
{{- end }}
{{- end }}
spring.kafka:
  bootstrap-servers: {{ $kafka.bootstrapServers | quote }}
  {{- if $kafka.tls.enabled }}
  ssl.bundle: kafka
  {{- end }}
  security.protocol: {{ if eq $kafka.authentication "scram-sha-512" }}SASL_{{ end }}{{ if $kafka.tls.enabled }}SSL{{ else }}PLAINTEXT{{ end }}
  {{- if eq $kafka.authentication "scram-sha-512" }}
  properties:
    sasl.mechanism: SCRAM-SHA-512
    sasl.jaas.config: ${sasl.jaas.config}
  {{- end }}
slipway:
  messaging:
    {{- with .values.group }}
    service: {{ . }}
    {{- end }}
    partitions: {{ $kafka.partitions }}
    replication-factor: {{ $kafka.replicationFactor }}
{{- with $own }}
  {{ include "slipway.section" $ }}:
    {{- toYaml . | nindent 4 }}
{{- end }}
{{- end }}
