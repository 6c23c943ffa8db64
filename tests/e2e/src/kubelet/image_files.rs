//! What stands for the small files of an image: its start scripts and its log configuration.
//!
//! The scripts are our own. Like those of the images they stay in front of Java, one behind the other, without `exec`:
//! SIGTERM reaches a shell that is the first process, and no further. They give Java no option but those of the
//! manifest, since those of the images are for JDK 8.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, Result};

/// Each server with its class.
const SERVERS: [(&str, &str); 2] = [
    ("mqnamesrv", "org.apache.rocketmq.namesrv.NamesrvStartup"),
    ("mqbroker", "org.apache.rocketmq.broker.BrokerStartup"),
];

const RUN_SERVER: &str = r#"#!/bin/sh
"$JAVA_HOME/bin/java" -server ${JAVA_OPT} ${JAVA_OPT_EXT} -cp "$ROCKETMQ_HOME/conf:$ROCKETMQ_HOME/lib/*" "$@"
exit $?
"#;

/// Writes them below the home of RocketMQ in a root that is built.
pub fn write(home: &Path) -> Result<()> {
    let (bin, conf) = (home.join("bin"), home.join("conf"));
    fs::create_dir_all(&bin).and_then(|()| fs::create_dir_all(&conf)).context("cannot make the folders of an image")?;
    script(&bin.join("runserver.sh"), RUN_SERVER)?;
    for (name, class) in SERVERS {
        script(
            &bin.join(name),
            &format!("#!/bin/sh\nsh \"$ROCKETMQ_HOME/bin/runserver.sh\" {class} \"$@\"\nexit $?\n"),
        )?;
    }
    // Without their file brokers and name servers of 4.9 end at once, and `mqadmin` does.
    for name in ["broker", "namesrv", "tools"] {
        fs::write(conf.join(format!("logback_{name}.xml")), LOGBACK.replace("{name}", name))?;
    }
    Ok(())
}

fn script(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).context("cannot make a script executable")
}

const LOGBACK: &str = r#"<configuration>
  <appender name="file" class="ch.qos.logback.core.FileAppender">
    <file>${user.home}/logs/rocketmqlogs/{name}.log</file>
    <encoder><pattern>%d %p %t - %m%n</pattern></encoder>
  </appender>
  <root level="INFO"><appender-ref ref="file"/></root>
</configuration>
"#;
