#![allow(missing_docs)]
use rmq::{cluster::RequestedRelease, pipeline, source::Sources, values::Input};
#[test]
fn render() {
    for e in ["minimal", "three-nodes", "by-address", "two-groups", "air-gapped", "laptop"] {
        let text = std::fs::read_to_string(format!("examples/{e}.yaml")).unwrap();
        let mut s = Sources::new();
        let id = s.add(format!("{e}.yaml"), text);
        let r = pipeline::render(&s, &[Input::File(id)], &RequestedRelease::default(), &[]);
        for d in r.diagnostics.iter() {
            println!("{e}: {:?}", d);
        }
        let m = r.value.unwrap();
        let mut o = String::new();
        for x in &m.objects {
            o += &format!("---\n# Source: rmq/templates/{}\n{}", x.template, x.text);
        }
        std::fs::write(format!("/tmp/ex/{e}.yaml"), o).unwrap();
        std::fs::write(format!("/tmp/ex/{e}.txt"), m.next_steps).unwrap();
    }
}
