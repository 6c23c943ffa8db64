//! Questions to a server that answers what it is told to.

use std::net::TcpListener;
use std::thread;

use super::*;

const TIMEOUT: Duration = Duration::from_millis(500);

fn frame(header: &str, body: &str) -> Vec<u8> {
    let length = |text: &str| u32::try_from(text.len()).unwrap();
    let mut frame = (4 + length(header) + length(body)).to_be_bytes().to_vec();
    frame.extend(length(header).to_be_bytes());
    frame.extend(header.bytes().chain(body.bytes()));
    frame
}

/// Asks a server for its brokers, to which it says these bytes; returns the outcome and the question as it came.
fn ask(pieces: Vec<Vec<u8>>) -> (Result<Answer>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut question = vec![0; 1024];
        let count = stream.read(&mut question).unwrap();
        for piece in pieces {
            stream.write_all(&piece).unwrap();
            thread::sleep(Duration::from_millis(20));
        }
        String::from_utf8_lossy(question.get(8..count).unwrap()).into_owned()
    });
    let answer = Request::new(Code::ClusterInfo).with("topic", "T").with_body(b"!".to_vec()).send(address, TIMEOUT);
    (answer, server.join().unwrap())
}

#[test]
fn an_answer_in_pieces_is_put_together() {
    let whole = frame(r#"{"code":0,"opaque":1,"flag":1}"#, r"{0:1}");
    let (first, second) = whole.split_at(6);
    let (answer, question) = ask(vec![first.to_vec(), second.to_vec()]);
    let answer = answer.unwrap();
    assert_eq!(answer.body::<BTreeMap<String, u32>>().unwrap()["0"], 1);
    assert!(question.starts_with(r#"{"code":106,"#), "{question}");
    assert!(question.ends_with(r#""extFields":{"topic":"T"}}!"#), "{question}");
}

#[test]
fn what_is_no_answer_is_told() {
    let refusal = r#"{"code":17,"opaque":1,"flag":1,"remark":"no topic\n at x"}"#;
    let cases = [
        (frame(refusal, ""), "refused with code 17: no topic"),
        (frame(r#"{"code":0,"opaque":2,"flag":1}"#, ""), "another question"),
        (frame(r#"{"code":0,"opaque":1,"flag":0}"#, ""), "another question"),
        (b"HTTP/1.1 400 Bad Request".to_vec(), "is no answer"),
        (vec![0, 0, 0, 8, 0, 0, 0, 200], "longer than the answer"),
        (vec![0, 0], "closed in the middle"),
    ];
    for (bytes, want) in cases {
        let error = format!("{:#}", ask(vec![bytes]).0.unwrap_err());
        assert!(error.contains("for ClusterInfo") && error.contains(want), "{want}: {error}");
    }
}

#[test]
fn a_server_that_says_nothing_is_waited_for_no_longer_than_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let begin = Instant::now();
    let error = Request::new(Code::ClusterInfo).send(listener.local_addr().unwrap(), TIMEOUT).unwrap_err();
    assert!(begin.elapsed() < 4 * TIMEOUT, "{error:#}");
}

#[test]
fn a_refusal_can_be_told_from_a_failure() {
    let (answer, _) = ask(vec![frame(r#"{"code":17,"opaque":1,"flag":1}"#, "")]);
    let error = answer.unwrap_err();
    assert_eq!(error.downcast_ref::<Refused>().map(|refused| refused.code), Some(17));
}
