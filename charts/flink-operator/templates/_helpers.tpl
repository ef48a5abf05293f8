{{- define "flink-operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* The name of all objects: the release's, if that says what it is, else the release's and the chart's. */}}
{{- define "flink-operator.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "flink-operator.webhookName" -}}
{{- include "flink-operator.fullname" . }}-webhook
{{- end }}

{{- define "flink-operator.certificateSecret" -}}
{{- include "flink-operator.webhookName" . }}-certificates
{{- end }}

{{/* What selects the pods of a component. It never changes: a Deployment's selector is immutable. Takes (list . "operator"). */}}
{{- define "flink-operator.selectorLabels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ include "flink-operator.name" $root }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* Takes (list . "operator"). */}}
{{- define "flink-operator.labels" -}}
{{- $root := index . 0 -}}
{{ include "flink-operator.selectorLabels" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: flink-operator
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* An image by digest where there is one, else by tag. Takes (list . .Values.operator.image). */}}
{{- define "flink-operator.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ $image.tag | default $root.Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- define "flink-operator.operatorServiceAccount" -}}
{{- if .Values.operator.serviceAccount.create -}}
{{- .Values.operator.serviceAccount.name | default (include "flink-operator.fullname" .) -}}
{{- else -}}
{{- required "operator.serviceAccount.name must say which ServiceAccount to use when operator.serviceAccount.create is false" .Values.operator.serviceAccount.name -}}
{{- end -}}
{{- end }}

{{- define "flink-operator.webhookServiceAccount" -}}
{{- if .Values.webhook.serviceAccount.create -}}
{{- .Values.webhook.serviceAccount.name | default (include "flink-operator.webhookName" .) -}}
{{- else -}}
{{- required "webhook.serviceAccount.name must say which ServiceAccount to use when webhook.serviceAccount.create is false" .Values.webhook.serviceAccount.name -}}
{{- end -}}
{{- end }}

{{/* What the operator may do with applications and what belongs to them; the same for the whole cluster and for one namespace. */}}
{{- define "flink-operator.rules" -}}
- apiGroups: [flink.k8s.io]
  resources: [flinkapplications]
  # patch: finalizers only
  verbs: [list, watch, patch]
- apiGroups: [flink.k8s.io]
  resources: [flinkapplications/status]
  verbs: [patch]
- apiGroups: [flink.k8s.io]
  resources: [flinkapplications/finalizers]
  # blockOwnerDeletion, where OwnerReferencesPermissionEnforcement is on
  verbs: [update]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [list, watch, create, patch, delete]
- apiGroups: ['']
  resources: [services]
  verbs: [list, watch, create, patch, delete]
{{- if .Values.settings.operator.ingressUrlFormat }}
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  # Never changed, and deleted with its application by Kubernetes.
  verbs: [list, watch, create]
{{- end }}
- apiGroups: ['']
  resources: [pods]
  verbs: [list, watch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}

{{- define "flink-operator.priorityClassName" -}}
{{- .Values.priorityClassName | default (ternary (include "flink-operator.fullname" .) "" .Values.priorityClass.create) -}}
{{- end }}

{{/* Everything about a pod that a user may set; the same for both. Takes (list . .Values.operator "operator"). */}}
{{- define "flink-operator.podSettings" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- with $root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $component.priorityClassName | default (include "flink-operator.priorityClassName" $root) }}
priorityClassName: {{ . }}
{{- end }}
{{- with $component.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $component.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $component.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if $component.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- toYaml $component.topologySpreadConstraints | nindent 2 }}
{{- else if gt (int $component.replicas) 1 }}
topologySpreadConstraints:
  {{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "flink-operator.selectorLabels" (list $root (index $ 2)) | nindent 8 }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Which requests the webhook is asked about, and what happens when it does not answer. Takes (list . "CREATE, UPDATE"). */}}
{{- define "flink-operator.webhookScope" -}}
{{- $root := index . 0 -}}
rules:
  - apiGroups: [flink.k8s.io]
    apiVersions: [v1beta1]
    # Not flinkapplications/status: what the operator records is never held up by the webhook.
    resources: [flinkapplications]
    operations: [{{ index . 1 }}]
    scope: Namespaced
failurePolicy: {{ $root.Values.webhook.failurePolicy }}
matchPolicy: Equivalent
sideEffects: None
timeoutSeconds: {{ $root.Values.webhook.timeoutSeconds }}
namespaceSelector:
  matchExpressions:
    {{- if $root.Values.watchNamespaces }}
    - key: kubernetes.io/metadata.name
      operator: In
      values:
        {{- toYaml $root.Values.watchNamespaces | nindent 8 }}
    {{- else }}
    - key: kubernetes.io/metadata.name
      operator: NotIn
      values: [kube-system, {{ $root.Release.Namespace }}]
    {{- end }}
{{- if contains "UPDATE" (index . 1) }}
matchConditions:
  # Finalizers can be removed and an object can go while the webhook is down.
  - name: is-not-being-deleted
    expression: '!has(object.metadata.deletionTimestamp)'
  # The operator's own patches of finalizers are none of the webhook's business.
  - name: has-changed
    expression: >-
      request.operation != 'UPDATE' ||
      has(object.spec) != has(oldObject.spec) ||
      (has(object.spec) && object.spec != oldObject.spec) ||
      has(object.metadata.labels) != has(oldObject.metadata.labels) ||
      (has(object.metadata.labels) && object.metadata.labels != oldObject.metadata.labels) ||
      has(object.metadata.annotations) != has(oldObject.metadata.annotations) ||
      (has(object.metadata.annotations) && object.metadata.annotations != oldObject.metadata.annotations)
{{- end }}
{{- end }}

{{- define "flink-operator.egressToApiServer" -}}
- ports:
    {{- range .Values.networkPolicy.apiServerPorts }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
  {{- with .Values.networkPolicy.apiServerCidrs }}
  to:
    {{- range . }}
    - ipBlock:
        cidr: {{ . }}
    {{- end }}
  {{- end }}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end }}

{{/*
Takes from each schema in a list of them, and from all below, what a value is measured by. Types, enumerations and
required fields stay. Prints nothing.
*/}}
{{- define "flink-operator.typesOnly" -}}
{{- range $schema := . -}}
{{- $measures := list "x-kubernetes-validations" "minimum" "maximum" "maxLength" "maxItems" "maxProperties" "pattern" -}}
{{- range concat $measures (list "x-kubernetes-list-type" "x-kubernetes-list-map-keys") -}}
{{- $_ := unset $schema . -}}
{{- end -}}
{{- include "flink-operator.typesOnly" (values ($schema.properties | default dict)) -}}
{{- range $below := list $schema.items $schema.additionalProperties -}}
{{- if kindIs "map" $below -}}
{{- include "flink-operator.typesOnly" (list $below) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}
