{{/* The name of the cluster and the start of every object's name: in a parent chart with the name or alias of this one. */}}
{{- define "rmq.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if .Chart.IsRoot -}}
{{- .Release.Name -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name -}}
{{- end -}}
{{- end -}}

{{/* What Helm wants on every object of a release. */}}
{{- define "rmq.labels" -}}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
{{- end -}}

{{/* The values of rmq: without those of Helm and of this chart. */}}
{{- define "rmq.values" -}}
{{- omit .Values "global" "enabled" "fullnameOverride" | toYaml -}}
{{- end -}}

{{/* A mapping without its nulls, as JSON: a null stands for a value that is not given. */}}
{{- define "rmq.given" -}}
{{- $given := dict -}}
{{- range $key, $value := . -}}
{{- if kindIs "map" $value -}}
{{- $_ := set $given $key (include "rmq.given" $value | fromJson) -}}
{{- else if not (kindIs "invalid" $value) -}}
{{- $_ := set $given $key $value -}}
{{- end -}}
{{- end -}}
{{- toJson $given -}}
{{- end -}}

{{/* The values completed with the defaults of rmq, as JSON. */}}
{{- define "rmq.complete" -}}
{{- $defaults := .Files.Get "files/defaults.json" | fromJson -}}
{{- mergeOverwrite $defaults (include "rmq.given" .Values | fromJson) | toJson -}}
{{- end -}}

{{/* The image of RocketMQ, of completed values: at the mirror registry in place of its own, when there is a mirror. */}}
{{- define "rmq.image" -}}
{{- $tag := .image.tag | default .version -}}
{{- $reference := printf "%s%s%s" .image.repository (ternary "@" ":" (hasPrefix "sha256:" $tag)) $tag -}}
{{- $registry := .image.registry -}}
{{- $parts := regexSplit "/" $reference 2 -}}
{{- if and $registry (eq (len $parts) 2) (regexMatch "[.:]|^localhost$" (first $parts)) -}}
{{- $reference = last $parts -}}
{{- end -}}
{{- if $registry -}}{{ $registry }}/{{ end -}}{{ $reference }}
{{- end -}}

{{/* The addresses of the name servers, of a list of the name, the namespace and completed values. */}}
{{- define "rmq.nameServers" -}}
{{- $name := index . 0 -}}
{{- $namespace := index . 1 -}}
{{- $values := index . 2 -}}
{{- $addresses := list -}}
{{- range $ordinal := until (int $values.namesrv.replicas) -}}
{{- $domain := printf "%s-namesrv-headless.%s.svc.%s" $name $namespace $values.dns.clusterDomain -}}
{{- $addresses = printf "%s-namesrv-%d.%s:%d" $name $ordinal $domain (int $values.namesrv.port) | append $addresses -}}
{{- end -}}
{{- join ";" $addresses -}}
{{- end -}}

{{/* hostAliases of a Pod that talks to brokers, of a list of the name and completed values, as JSON under `items`. */}}
{{- define "rmq.hostAliases" -}}
{{- $name := index . 0 -}}
{{- $values := index . 1 -}}
{{- $hosts := dict -}}
{{- if and (eq $values.external.advertise "name") $values.external.domain -}}
{{- range $group := until (int $values.broker.groups) -}}
{{- range $ordinal, $node := $values.nodes -}}
{{- if lt $ordinal (int $values.broker.replicas) -}}
{{- $broker := printf "%s-broker%s-%d" $name (ternary (printf "-g%d" $group) "" (gt $group 0)) $ordinal -}}
{{- $host := printf "%s.%s" $broker $values.external.domain -}}
{{- $_ := set $hosts $node.address (append (get $hosts $node.address | default list) $host) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $aliases := list -}}
{{- range $address := keys $hosts | sortAlpha -}}
{{- $aliases = append $aliases (dict "ip" $address "hostnames" (get $hosts $address)) -}}
{{- end -}}
{{- dict "items" $aliases | toJson -}}
{{- end -}}

{{/* Requests and limits with every amount as text, as JSON; nothing for those that are empty. */}}
{{- define "rmq.resources" -}}
{{- $resources := dict -}}
{{- range $kind, $amounts := . -}}
{{- $texts := dict -}}
{{- range $name, $amount := $amounts -}}
{{- $_ := set $texts $name (kindIs "string" $amount | ternary $amount (toJson $amount)) -}}
{{- end -}}
{{- if $texts -}}{{- $_ := set $resources $kind $texts -}}{{- end -}}
{{- end -}}
{{- toJson $resources -}}
{{- end -}}
