//! `rmq post-render`: a stream of manifests in, the same stream out, with RocketMQ's parts expanded and changed.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};
use rmq::cluster::RequestedRelease;
use rmq::diagnostic::{Diagnostics, Report};
use rmq::documents;
use rmq::output::{report, results};
use rmq::passes::{self, Config};
use rmq::pipeline::{self, Piece, PostRendered};
use rmq::source::SourceId;

use super::{Subcommand, no_check, paths, text};
use crate::emit::Session;
use crate::io;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "post-render",
    about: "Expands and changes the RocketMQ parts of any stream of manifests",
    examples: EXAMPLES,
    grammar,
    check: no_check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  helm template mq ./chart | {program} post-render              expand what the chart describes
  {program} post-render manifests.yaml --harden                 make RocketMQ workloads of others safe
  {program} post-render --config post-render.yaml --report -    images from a mirror, with a report
  helm install mq ./chart --post-renderer rmq-post-renderer     in Helm 3 and 4";

fn grammar(command: Command) -> Command {
    let file = Arg::new("file").value_name("FILE").help("Reads the stream from a file, - is stdin. Default: -");
    let config = Arg::new("config")
        .long("config")
        .value_name("FILE")
        .help("Reads from a file which passes run and what they are given. Example: --config post-render.yaml");
    let harden = Arg::new("harden")
        .long("harden")
        .action(ArgAction::SetTrue)
        .help("Runs every hardening pass on RocketMQ workloads, whoever wrote them. Example: --harden");
    let allow_empty = Arg::new("allow-empty")
        .long("allow-empty")
        .action(ArgAction::SetTrue)
        .help("Takes a stream without any object, which is an error otherwise. Example: --allow-empty");
    let namespace =
        Arg::new("namespace").short('n').long("namespace").value_name("NAMESPACE").help(
            "Puts the objects of a RocketMQCluster without metadata.namespace into this namespace. Example: -n mq",
        );
    let report = Arg::new("report")
        .long("report")
        .value_name("FILE")
        .help("Writes what was done and found to a file, - is stderr. Default: $RMQ_REPORT. Example: --report rmq.txt");
    let form = Arg::new("report-format")
        .long("report-format")
        .value_name("FORM")
        .value_parser(["text", "json"])
        .default_value("text")
        .help("Writes the report in this form. Example: --report-format json");
    command.args([paths::read(file), paths::read(config), harden, allow_empty, namespace, paths::written(report), form])
}

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    let (name, bytes, file) = match read(matches, session) {
        Ok(read) => read,
        Err(found) => return fail(matches, session, found),
    };
    if let Some(done) = pass_by(matches, session, file, &bytes) {
        write_report(matches, session, &done)?;
        session.take(done)?;
        return io::write_stdout_bytes(&bytes);
    }
    let stream = match documents::utf8(&name, bytes) {
        Ok(text) => session.sources.add(name, text),
        Err(found) => return fail(matches, session, found),
    };
    let done = post_render(matches, session, stream, file);
    write_report(matches, session, &done)?;
    if !done.diagnostics.is_empty() {
        session.inputs = pipeline::cluster_documents(&session.sources, stream);
    }
    let list = results::resource_list(&session.sources, stream, &done);
    let done = match (session.take(done), list) {
        (done, Some(list)) => {
            io::write_stdout(&list)?;
            return done.map(drop);
        }
        (done, None) => done?,
    };
    let text = session.sources.get(stream).map_or("", |source| &source.text);
    io::write_stdout_in_pieces(done.pieces.iter().map(|piece| match piece {
        Piece::Kept(span) => text.get(span.range()).unwrap_or_default(),
        Piece::New(text) => text,
    }))
}

/// Reads the configuration, if there is one, and the stream with its name.
fn read(matches: &ArgMatches, session: &mut Session) -> Result<(String, Vec<u8>, Option<SourceId>), Diagnostics> {
    let config = match matches.get_one::<PathBuf>("config") {
        Some(path) => Some(session.sources.add(path.display().to_string(), io::read_file(path)?)),
        None => None,
    };
    let file = matches.get_one::<PathBuf>("file").filter(|path| path.as_os_str() != "-");
    match file {
        Some(path) => Ok((path.display().to_string(), io::read_file_bytes(path)?, config)),
        None => Ok(("<stdin>".to_owned(), io::read_stdin_bytes()?, config)),
    }
}

/// Fails with a report, for those who do not see stderr.
fn fail(matches: &ArgMatches, session: &Session, found: Diagnostics) -> Result<(), Diagnostics> {
    write_report(matches, session, &Report { value: None, diagnostics: found.clone() })?;
    Err(found)
}

/// Returns the result for a stream that is not even read as text.
fn pass_by(
    matches: &ArgMatches,
    session: &Session,
    file: Option<SourceId>,
    bytes: &[u8],
) -> Option<Report<PostRendered>> {
    let config = match file {
        Some(file) => passes::config::load(&session.sources, file).value?,
        None => Config::default(),
    };
    pipeline::pass_by(bytes, &with_flags(config, matches))
}

fn with_flags(config: Config, matches: &ArgMatches) -> Config {
    Config {
        harden: config.harden || matches.get_flag("harden"),
        allow_empty: config.allow_empty || matches.get_flag("allow-empty"),
        ..config
    }
}

fn post_render(
    matches: &ArgMatches,
    session: &Session,
    stream: SourceId,
    file: Option<SourceId>,
) -> Report<PostRendered> {
    let Report { value, diagnostics } = pipeline::post_render_config(&session.sources, stream, file);
    let Some(config) = value else { return Report { value: None, diagnostics } };
    let config = with_flags(config, matches);
    let release = RequestedRelease {
        name: None,
        namespace: text(matches, "namespace").map(str::to_owned),
        helm_namespace: session.caller.helm_namespace.clone(),
    };
    let mut done = pipeline::post_render(&session.sources, stream, &config, &release);
    done.diagnostics.extend(diagnostics);
    done
}

/// Writes the report before anything else: when it cannot be written, nothing is.
fn write_report(matches: &ArgMatches, session: &Session, done: &Report<PostRendered>) -> Result<(), Diagnostics> {
    let named = matches.get_one::<PathBuf>("report").cloned().or_else(|| io::variable(io::REPORT).map(PathBuf::from));
    let Some(path) = named else { return Ok(()) };
    let report = match text(matches, "report-format") {
        Some("json") => report::json(&session.sources, done),
        _ => report::text(&session.sources, done),
    };
    if path == Path::new("-") {
        io::write_stderr(&report);
        return Ok(());
    }
    io::overwrite_file(&path, &report)
}
