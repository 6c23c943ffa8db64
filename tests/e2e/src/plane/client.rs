//! The Kubernetes API over HTTPS: as much of it as a kubelet and a test need.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use ureq::http::{Method, Request, Response};
use ureq::tls::TlsConfig;
use ureq::{Agent, Body};

use super::kind;

/// The name under which objects of a scenario are applied.
const FIELD_MANAGER: &str = "kubectl";

/// A client of one API server; clones share their connections.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    base: String,
    authorization: String,
    warnings: Arc<Mutex<Vec<String>>>,
}

/// A refusal of the API server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status: 404, 409, 422.
    pub status: u16,
    /// What it says.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the API server refuses ({}): {}", self.status, self.message)
    }
}

impl std::error::Error for Refusal {}

/// A change of an object that is watched.
#[derive(Clone, Debug)]
pub struct Event {
    /// `ADDED`, `MODIFIED` or `DELETED`.
    pub kind: String,
    /// The object after it.
    pub object: Value,
}

impl Client {
    /// Makes a client that shows this token.
    pub fn new(base: &str, token: &str) -> Self {
        // The certificate is the server's own; both ends are in a namespace that nobody else can reach.
        let tls = TlsConfig::builder().disable_verification(true).build();
        let config = Agent::config_builder().tls_config(tls).http_status_as_error(false).build();
        Self {
            agent: config.into(),
            base: base.to_owned(),
            authorization: format!("Bearer {token}"),
            warnings: Arc::default(),
        }
    }

    /// Returns true when the server says that it is ready.
    pub fn is_ready(&self) -> bool {
        self.call(&Method::GET, "/readyz", None).is_ok_and(|response| response.status().is_success())
    }

    /// Returns the object at a path, or nothing when there is none.
    pub fn find(&self, path: &str) -> Result<Option<Value>> {
        match self.json(&Method::GET, path, None) {
            Err(error) if is_refused_with(&error, 404) => Ok(None),
            found => found.map(Some),
        }
    }

    /// Returns the objects of a kind in one namespace, or in all.
    pub fn list(&self, api_version: &str, kind: &str, namespace: Option<&str>) -> Result<Vec<Value>> {
        let list = self.json(&Method::GET, &kind::collection(api_version, kind, namespace)?, None)?;
        Ok(list["items"].as_array().cloned().unwrap_or_default())
    }

    /// Returns an object that must be there.
    pub fn get(&self, api_version: &str, kind: &str, namespace: Option<&str>, name: &str) -> Result<Value> {
        self.json(&Method::GET, &format!("{}/{name}", kind::collection(api_version, kind, namespace)?), None)
    }

    /// Returns the object that another one names; it must be there.
    pub fn read(&self, object: &Value) -> Result<Value> {
        self.json(&Method::GET, &kind::path(object)?, None)
    }

    /// Creates an object.
    pub fn create(&self, object: &Value) -> Result<Value> {
        let path = kind::path(object)?;
        let (collection, _) = path.rsplit_once('/').context("a path without a slash")?;
        self.json(&Method::POST, collection, Some(("application/json", object)))
    }

    /// Applies an object as `kubectl apply --server-side` does, unknown fields refused.
    pub fn apply(&self, object: &Value) -> Result<Value> {
        let path = format!("{}?fieldManager={FIELD_MANAGER}&fieldValidation=Strict", kind::path(object)?);
        self.json(&Method::PATCH, &path, Some(("application/apply-patch+yaml", object)))
    }

    /// Changes the fields that the patch names (JSON merge patch); `subresource` is "" or "/status".
    pub fn patch(&self, object: &Value, subresource: &str, patch: &Value) -> Result<Value> {
        let target = format!("{}{subresource}", kind::path(object)?);
        self.json(&Method::PATCH, &target, Some(("application/merge-patch+json", patch)))
    }

    /// Deletes an object; one that is gone already is no error.
    pub fn delete(&self, object: &Value, options: &Value) -> Result<()> {
        match self.json(&Method::DELETE, &kind::path(object)?, Some(("application/json", options))) {
            Err(error) if is_refused_with(&error, 404) => Ok(()),
            done => done.map(drop),
        }
    }

    /// Calls back for every object of a kind that there is and for every change, until `each` says false.
    pub fn watch(&self, api_version: &str, kind: &str, each: &mut dyn FnMut(Event) -> bool) -> Result<()> {
        let path = kind::collection(api_version, kind, None)?;
        let list = self.json(&Method::GET, &path, None)?;
        let version = list["metadata"]["resourceVersion"].as_str().unwrap_or("0").to_owned();
        for object in list["items"].as_array().cloned().unwrap_or_default() {
            if !each(Event { kind: "ADDED".into(), object }) {
                return Ok(());
            }
        }
        let path = format!("{path}?watch=1&timeoutSeconds=3600&resourceVersion={version}");
        let response = self.call(&Method::GET, &path, None)?;
        for line in BufReader::new(response.into_body().into_reader()).lines() {
            let mut event: Value = serde_json::from_str(&line?).context("an event of a watch is no JSON")?;
            let change = event["type"].as_str().unwrap_or_default().to_owned();
            if change == "ERROR" {
                bail!("the watch of {kind} ended: {}", event["object"]["message"]);
            }
            if change != "BOOKMARK" && !each(Event { kind: change, object: event["object"].take() }) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Returns the warnings since the last call of this: deprecated fields, Pod Security.
    pub fn take_warnings(&self) -> Vec<String> {
        self.warnings.lock().map(|mut warnings| std::mem::take(&mut *warnings)).unwrap_or_default()
    }

    fn json(&self, method: &Method, path: &str, body: Option<(&str, &Value)>) -> Result<Value> {
        let mut response = self.call(method, path, body)?;
        let status = response.status();
        self.keep_warnings(&response);
        // 20 MB hold every list of a test.
        let text = response.body_mut().with_config().limit(20_000_000).read_to_string()?;
        let answer: Value = serde_json::from_str(&text).unwrap_or_else(|_| json!({"message": text}));
        if status.is_success() {
            return Ok(answer);
        }
        let message = answer["message"].as_str().unwrap_or_default().to_owned();
        Err(Refusal { status: status.as_u16(), message }).with_context(|| format!("{method} {path}"))
    }

    fn call(&self, method: &Method, path: &str, body: Option<(&str, &Value)>) -> Result<Response<Body>> {
        let request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        let request = request.header("Authorization", &self.authorization).header("Accept", "application/json");
        let limited = |bytes: Vec<u8>| request.body(bytes).context("a request that cannot be built");
        let request = match body {
            None => limited(Vec::new())?,
            Some((content_type, body)) => {
                let mut request = limited(body.to_string().into_bytes())?;
                request.headers_mut().insert("Content-Type", content_type.parse()?);
                request
            }
        };
        let request = self.agent.configure_request(request).timeout_connect(Some(Duration::from_secs(5))).build();
        self.agent.run(request).with_context(|| format!("{method} {path}"))
    }

    fn keep_warnings(&self, response: &Response<Body>) {
        let texts = response.headers().get_all("Warning").iter().filter_map(|value| value.to_str().ok());
        if let Ok(mut warnings) = self.warnings.lock() {
            warnings.extend(texts.map(str::to_owned));
        }
    }
}

/// Returns true when the API server refused with this status.
pub fn is_refused_with(error: &anyhow::Error, status: u16) -> bool {
    error.downcast_ref::<Refusal>().is_some_and(|refusal| refusal.status == status)
}
