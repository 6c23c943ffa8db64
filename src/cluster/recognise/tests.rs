//! What is found in manifests, shown as a few lines.

use super::{Config, Finder, Found, Part, Text};
use crate::documents::{self, Origin};
use crate::source::Sources;

/// Recognises a stream.
fn found(stream: &str) -> Found {
    let source = Sources::new().add("a.yaml", stream);
    let documents = documents::split(source, stream).unwrap();
    let mut finder = Finder::default();
    for (number, document) in documents.iter().enumerate() {
        let node = document.read().unwrap();
        let origin = Origin::of(document, &node);
        for object in documents::objects(&node) {
            finder.look(number, &origin, &object, Text::Input);
        }
    }
    finder.finish(&mut |number| documents.get(number)?.read().ok())
}

fn shown(found: &Found, part: &Part) -> String {
    let workload = found.workload(part).unwrap();
    let signs: Vec<&str> = part.evidence.iter().map(|sign| sign.sign.word()).collect();
    format!("{} {}: {}", part.role, workload.identity, signs.join(", "))
}

/// A Deployment of one container, given as YAML in brackets.
fn deployment(container: &str) -> String {
    let labels = "{app: a}";
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a, namespace: mq}}\nspec:\n  selector: {{matchLabels: \
         {labels}}}\n  template:\n    metadata: {{labels: {labels}}}\n    spec:\n      volumes:\n      - {{name: config, \
         configMap: {{name: c}}}}\n      containers:\n      - {container}\n"
    )
}

const BROKER_CONF: &str = "---
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: mq}
data:
  a.conf: |
    brokerClusterName=x
    brokerName=y
    listenPort=30911
";

#[test]
fn parts_are_found_by_what_they_run_and_not_by_a_name() {
    let mounted = "volumeMounts: [{name: config, mountPath: /etc/mq}]";
    for (container, want) in [
        ("{name: a, image: 'x/y:1', command: [sh, mqbroker]}".to_owned(), &["broker Deployment mq/a: command"][..]),
        (
            "{name: a, image: apache/rocketmq, args: [nameserver]}".to_owned(),
            &["name server Deployment mq/a: image, entrypoint"],
        ),
        (
            "{name: a, image: apache/rocketmq, env: [{name: NODE_ROLE, value: controller}]}".to_owned(),
            &["controller Deployment mq/a: image, entrypoint"],
        ),
        (
            "{name: a, image: apache/rocketmq, ports: [{containerPort: 8081}]}".to_owned(),
            &["proxy Deployment mq/a: image, port"],
        ),
        ("{name: ns, image: apacherocketmq/rocketmq-dashboard}".to_owned(), &["console Deployment mq/a: image"]),
        (
            format!("{{name: a, image: mq, ports: [{{containerPort: 10911}}], {mounted}}}"),
            &["broker Deployment mq/a: config, port"],
        ),
        (format!("{{name: a, image: mq, {mounted}}}"), &[]),
        (
            "{name: broker, image: mq, ports: [{containerPort: 10911}], env: [{name: NAMESRV_ADDR, value: x}]}"
                .to_owned(),
            &[],
        ),
        ("{name: mqbroker, image: nginx}".to_owned(), &[]),
        ("{name: broker, image: 'corp/rocketmq-gateway:1', ports: [{containerPort: 8081}]}".to_owned(), &[]),
        ("{name: a, image: apache/rocketmq, command: [/start.sh]}".to_owned(), &["unsure Deployment mq/a"]),
        ("{name: a, image: apache/rocketmq, command: [sleep, infinity]}".to_owned(), &[]),
    ] {
        let found = found(&(deployment(&container) + BROKER_CONF));
        let mut lines: Vec<String> = found.parts.iter().map(|part| shown(&found, part)).collect();
        lines.extend(found.unsure.iter().map(|unsure| format!("unsure {}", unsure.identity)));
        for line in &mut lines {
            *line = line.replace("port, config", "config, port");
        }
        assert_eq!(lines, want, "{container}");
    }
}

#[test]
fn passing_pods_and_strangers_are_no_parts() {
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: a, \
               image: apache/rocketmq, command: [sh, mqbroker]}]}}}\n";
    assert!(found(job).parts.is_empty());
    let custom = "apiVersion: apps.kruise.io/v1beta1\nkind: StatefulSet\nmetadata: {name: a}\nspec: {template: {spec: \
                  {containers: [{name: a, command: [sh, mqbroker]}]}}}\n";
    assert_eq!(found(custom).parts.len(), 1);
    let operator = "apiVersion: rocketmq.apache.org/v1alpha1\nkind: Broker\nmetadata: {name: b}\nspec: {size: 2}\n";
    let operator = found(operator);
    assert_eq!(shown(&operator, &operator.parts[0]), "broker Broker b: resource");
}

#[test]
fn config_files_are_those_that_the_command_names() {
    let mount = "volumeMounts: [{name: config, mountPath: /etc/mq}]";
    for (container, want) in [
        (format!("{{command: [sh, mqbroker, -c, /etc/mq/a.conf], {mount}}}"), Ok("30911")),
        (format!("{{command: [sh, -c, 'cd /x && exec ./mqbroker -c $F'], env: [{{name: F, value: /etc/mq/a.conf}}], {mount}}}"),
         Ok("30911")),
        (format!("{{command: [./mqbroker, -c, $(D)/a.conf], env: [{{name: D, value: /etc/mq}}], {mount}}}"), Ok("30911")),
        ("{command: [./mqbroker, -c, /c/b.conf], volumeMounts: [{name: config, mountPath: /c/b.conf, subPath: a.conf}]}"
            .to_owned(), Ok("30911")),
        ("{image: 'apache/rocketmq:4.9.7', command: [sh, mqbroker, -c, ../conf/broker.conf], volumeMounts: [{name: config, \
          mountPath: /home/rocketmq/rocketmq-4.9.7/conf/broker.conf, subPath: a.conf}]}".to_owned(), Ok("30911")),
        (format!("{{command: [sh, mqbroker], {mount}}}"), Err("none")),
        (format!("{{command: [sh, mqbroker, -c, /etc/mq/b.conf], {mount}}}"), Err("ConfigMap c has no `b.conf`")),
        (format!("{{command: [sh, mqbroker, -c, /opt/b.conf], {mount}}}"), Err("it is a file of the image")),
        (format!("{{command: [sh, -c, 'cp /etc/mq/* /tmp; ./mqbroker -c $(ls /tmp)'], {mount}}}"),
         Err("its path is put together by a shell")),
        (format!("{{command: [sh, -c, 'cd ../conf; ../bin/mqbroker -c a.conf'], {mount}}}"),
         Err("its path depends on the working directory")),
    ] {
        let found = found(&(deployment(&container) + BROKER_CONF));
        let part = &found.parts[0];
        let told = found.common_setting(part, "listenPort");
        let got = match &part.config {
            Config::Files(_) => Ok(told.as_deref().unwrap_or_default()),
            Config::None => Err("none"),
            Config::Unknown(why) => Err(why.as_str()),
        };
        assert_eq!(got, want, "{container}");
    }
}

#[test]
fn each_pod_of_a_stateful_set_can_have_a_file_of_its_own() {
    let stream = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: b}\nspec:\n  replicas: 2\n  template:\n    spec:\n      \
        volumes: [{name: config, configMap: {name: c}}]\n      containers:\n      - name: x\n        command: [./mqbroker, -c, \
        /etc/mq/$(POD).conf]\n        env: [{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]\n        volumeMounts: \
        [{name: config, mountPath: /etc/mq}]\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {b-0.conf: \
        'listenPort=1', b-1.conf: 'listenPort=2'}\n";
    let found = found(stream);
    let part = &found.parts[0];
    assert_eq!(found.pod_setting(part, 1, "listenPort").as_deref(), Some("2"));
    assert_eq!(found.common_setting(part, "listenPort"), None);
    let ports: Vec<u16> = found.listens(part, 1).unwrap().iter().map(|(_, port)| *port).collect();
    assert_eq!(ports, [2, 3], "no VIP port below 3");
    assert_eq!(found.listens(part, 2), None, "there is no such Pod");
}

#[test]
fn signs_know_their_place() {
    let text = deployment("{name: a, image: apache/rocketmq, args: [broker]}");
    let found = found(&text);
    let places: Vec<&str> =
        found.parts[0].evidence.iter().map(|sign| text.get(sign.location.unwrap().span.range()).unwrap()).collect();
    assert_eq!(places, ["apache/rocketmq", "[broker]"]);
}
