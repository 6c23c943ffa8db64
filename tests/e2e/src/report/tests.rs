//! Reports that are written by hand.

use anyhow::bail;

use super::measured::{FaultMeasured, Stop};
use super::*;

#[test]
fn names_of_assertions_lead_back_to_them() {
    for assertion in Assertion::ALL {
        assert_eq!(assertion.name().parse::<Assertion>().unwrap(), *assertion);
        assert_eq!(serde_json::to_value(assertion).unwrap(), assertion.name());
        let is_kebab = assertion.name().chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(is_kebab, "{assertion}");
    }
    assert!("nothing".parse::<Assertion>().is_err());
}

#[test]
fn a_failure_keeps_its_name_under_any_context() {
    let lost = Assertion::NothingLost.check(false, || "3 of 5".to_owned());
    let error = lost.context("after the second kill").unwrap_err();
    assert_eq!(Failed::of(&error), Some(Assertion::NothingLost));
    let wrapped = Assertion::Gap.holds_if::<()>(Err(error)).unwrap_err();
    assert_eq!(Failed::of(&wrapped), Some(Assertion::NothingLost));
    assert_eq!(format!("{wrapped:#}"), "after the second kill: nothing-lost: 3 of 5");
}

#[test]
fn an_error_without_a_name_gets_the_one_that_it_is_held_against() {
    let result: Result<()> = Err(anyhow::anyhow!("refused").context("the leader"));
    let error = Assertion::OneLeader.holds_if(result).unwrap_err();
    assert_eq!(Failed::of(&error), Some(Assertion::OneLeader));
    assert_eq!(error.to_string(), "one-leader: the leader: refused");
}

fn report() -> Report {
    let mut report = Report::default();
    report.run("failover", |measured| {
        measured.boot = Some(Seconds(12.345));
        measured.acknowledged = Some(1000);
        measured.lost = Some(0);
        measured.faults.push(FaultMeasured { name: "kill -9 of broker-0".to_owned(), gap: Seconds(7.25) });
        measured.note_memory("broker-0", 200);
        measured.note_memory("broker-0", 180);
        Ok(())
    });
    report.run("stop", |measured| {
        let (container, signal) = ("broker-0/broker".to_owned(), "SIGTERM".to_owned());
        measured.stops.push(Stop {
            container,
            signal,
            exit_code: 137,
            took: Seconds(60.0),
            has_abort_file: Some(true),
        });
        Assertion::CleanStop.check(false, || "it did not end\nby itself".to_owned())
    });
    report.run("broken", |_| bail!("no such file"));
    for scenario in &mut report.scenarios {
        scenario.took = scenario.took.map(|_| Seconds(90.0));
    }
    report
}

#[test]
fn people_read_a_table_and_then_what_does_not_fit_into_it() {
    let want = "\
scenario  outcome              boot  leader  msg/s  acked  read  lost  twice  gap    took
failover  passed             12.3 s       -      -   1000     -     0      -    -  90.0 s
stop      FAILED clean-stop       -       -      -      -     -     -      -    -  90.0 s
broken    FAILED                  -       -      -      -     -     -      -    -  90.0 s

failover
  fault      kill -9 of broker-0: nothing acknowledged for 7.2 s
  memory     broker-0 200 MiB

stop
  failed     clean-stop: it did not end
             by itself
  stop       broker-0/broker: SIGTERM, exit code 137 after 60.0 s, leaves an abort file

broken
  failed     no such file
";
    assert_eq!(report().to_string(), want);
    assert!(!report().is_sound());
}

#[test]
fn machines_read_names_and_only_what_was_measured() {
    let json = serde_json::to_value(report()).unwrap();
    let scenarios = &json["scenarios"];
    assert_eq!(scenarios[0]["outcome"], "passed");
    assert_eq!(scenarios[0]["measured"]["boot"], 12.345);
    assert_eq!(scenarios[0]["measured"].get("read"), None);
    assert_eq!(scenarios[1]["assertion"], "clean-stop");
    assert_eq!(scenarios[2]["assertion"], serde_json::Value::Null);
}
