//! What stands for a container image: folders of this machine at the places where the image has them.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use crate::tools::Tools;

/// Images that nobody publishes as jars: their Pods stay unstarted and are listed by name.
const NOT_RUNNABLE: [&str; 3] = ["rocketmq-dashboard", "rocketmq-console", "rocketmq-exporter"];

/// How an image is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Image {
    /// RocketMQ of this version.
    RocketMq(Content),
    /// For this one no artifact can be had.
    NotRunnable,
}

/// The content of a RocketMQ image.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Content {
    /// Where RocketMQ is in the image.
    pub home: PathBuf,
    /// The jars, on this machine.
    pub jars: PathBuf,
    /// The JDK, on this machine and in the image.
    pub java_home: PathBuf,
}

impl Image {
    /// Returns what an image reference stands for.
    pub fn find(reference: &str, tools: &Tools) -> Result<Self> {
        let name = reference.split('@').next().unwrap_or_default();
        let (repository, tag) = match name.rsplit_once(':') {
            Some((repository, tag)) if !tag.contains('/') => (repository, tag),
            _ => (name, ""),
        };
        let last = repository.rsplit('/').next().unwrap_or_default();
        if NOT_RUNNABLE.contains(&last) {
            return Ok(Self::NotRunnable);
        }
        let Some(jars) = tools.rocketmq.get(tag).filter(|_| last == "rocketmq") else {
            bail!("no judge stands for the image {reference}");
        };
        let home = Path::new("/home/rocketmq").join(format!("rocketmq-{tag}"));
        Ok(Self::RocketMq(Content { home, jars: jars.clone(), java_home: tools.java_home.clone() }))
    }
}

impl Content {
    /// Returns the variables that the image sets.
    ///
    /// `JDK_JAVA_OPTIONS` carries what only this machine needs, and no manifest ever should: RocketMQ 4.9 was made for
    /// JDK 8, whose options differ, and many JVMs share two cores here.
    pub fn environment(&self) -> Vec<(String, String)> {
        let path =
            format!("{}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", self.java_home.display());
        [
            ("PATH", path),
            ("JAVA_HOME", self.java_home.display().to_string()),
            ("ROCKETMQ_HOME", self.home.display().to_string()),
            ("JDK_JAVA_OPTIONS", JDK_JAVA_OPTIONS.to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}

const JDK_JAVA_OPTIONS: &str = "--add-opens=java.base/java.nio=ALL-UNNAMED \
    --add-opens=java.base/java.lang=ALL-UNNAMED --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED \
    --add-exports=java.base/sun.nio.ch=ALL-UNNAMED -XX:TieredStopAtLevel=1";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_tells_the_version() {
        let tools = Tools {
            rocketmq: [("4.9.7".to_owned(), PathBuf::from("/jars"))].into(),
            ..serde_json::from_value(serde_json::json!({
                "project": "/p", "rmq": "/r", "postRenderer": "/pr", "kubernetes": "/k", "helm3": "/h3",
                "helm4": "/h4", "javaHome": "/jdk", "rocketmq": {}, "driver": {}, "clients": {},
            }))
            .unwrap()
        };
        for reference in ["apache/rocketmq:4.9.7", "registry.internal:5000/apache/rocketmq:4.9.7"] {
            let Image::RocketMq(content) = Image::find(reference, &tools).unwrap() else { panic!("{reference}") };
            assert_eq!(content.home, Path::new("/home/rocketmq/rocketmq-4.9.7"));
        }
        let console = Image::find("apacherocketmq/rocketmq-dashboard:1.0.0", &tools).unwrap();
        assert_eq!(console, Image::NotRunnable);
        assert!(Image::find("apache/rocketmq:4.9.6", &tools).is_err());
        assert!(Image::find("registry.internal:5000/rocketmq", &tools).is_err());
    }
}
