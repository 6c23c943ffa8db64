//! Running other programs, with their words shown when they fail.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Returns the root of the work tree.
pub fn project_root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// Returns a call of the cargo that runs this program, in the root of the work tree.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(project_root());
    command
}

/// Returns true when a program of this name is on the PATH.
pub fn is_available(program: &str) -> bool {
    find(program).is_some()
}

/// Returns the first program of this name on the PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Runs a program to its end with its output shown; fails when it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let name = name_of(command);
    let status = command.status().with_context(|| format!("cannot start {name}"))?;
    if !status.success() {
        bail!("{name} failed: {status}");
    }
    Ok(())
}

/// Runs a program to its end and returns what it printed; shows its errors only when it fails.
pub fn output(command: &mut Command) -> Result<Vec<u8>> {
    let name = name_of(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        bail!("{name} failed: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.stdout)
}

/// Hands bytes to the standard input of a program and returns what it printed; shows its errors only when it fails.
pub fn filtered(command: &mut Command, input: Vec<u8>) -> Result<Vec<u8>> {
    let name = name_of(command);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start {name}"))?;
    let mut stdin = child.stdin.take().context("a program without standard input")?;
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output()?;
    let written = writer.join().map_err(|_| anyhow::anyhow!("the writer to {name} panicked"))?;
    if !output.status.success() {
        bail!("{name} failed: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    written?;
    Ok(output.stdout)
}

/// Runs a quiet program to its end and says every 20 seconds that it still runs.
pub fn run_long(title: &str, command: &mut Command) -> Result<()> {
    let name = name_of(command);
    let mut child = command.stdin(Stdio::null()).spawn().with_context(|| format!("cannot start {name}"))?;
    let start = Instant::now();
    let mut said = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        let seconds = start.elapsed().as_secs();
        if seconds >= said + 20 {
            said = seconds;
            eprintln!("    {title}: {seconds} s so far");
        }
        std::thread::sleep(Duration::from_millis(200));
    };
    if !status.success() {
        bail!("{name} failed: {status}");
    }
    Ok(())
}

/// Says what is being done, does it, and says how long it took.
pub fn step<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("==> {title}");
    let start = Instant::now();
    let done = work().with_context(|| title.to_owned())?;
    eprintln!("    {title}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(done)
}

fn name_of(command: &Command) -> String {
    Path::new(command.get_program()).file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
