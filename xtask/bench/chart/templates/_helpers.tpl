{{- define "rocketmq.labels" -}}
app.kubernetes.io/name: rocketmq
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- with .extra }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "rocketmq.selector" -}}
app.kubernetes.io/name: rocketmq
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "rocketmq.image" -}}
{{- with .Values.image.registry }}{{ . }}/{{ end }}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "rocketmq.namesrvAddr" -}}
{{- $addresses := list }}
{{- range $i := until (int .Values.namesrv.replicas) }}
{{- $addresses = append $addresses (printf "%s-namesrv-%d.%s-namesrv.%s.svc.cluster.local:%d" $.Release.Name $i $.Release.Name $.Release.Namespace (int $.Values.namesrv.port)) }}
{{- end }}
{{- join ";" $addresses }}
{{- end }}

{{- define "rocketmq.podSecurity" -}}
runAsNonRoot: true
runAsUser: 3000
runAsGroup: 3000
fsGroup: 3000
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "rocketmq.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end }}

{{- define "rocketmq.antiAffinity" -}}
podAntiAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    - topologyKey: kubernetes.io/hostname
      labelSelector:
        matchLabels:
          {{- include "rocketmq.selector" . | nindent 10 }}
{{- end }}
