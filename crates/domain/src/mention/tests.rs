use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::*;

fn text(target: Target) -> String {
    match target {
        Target::Handle(handle) => handle,
        Target::Channel => "channel".into(),
        Target::Here => "here".into(),
    }
}

fn slice(body: &str, mention: &Mention) -> String {
    let start = usize::try_from(mention.start).unwrap();
    let length = usize::try_from(mention.end - mention.start).unwrap();
    body.chars().skip(start).take(length).collect()
}

/// The code of a body, by another reading of the parser's events than ours.
fn code(body: &str) -> Vec<std::ops::Range<usize>> {
    let mut code = Vec::new();
    let mut block = None;
    for (event, range) in Parser::new_ext(body, prose::DIALECT).into_offset_iter() {
        match event {
            Event::Code(_) | Event::InlineHtml(_) | Event::Html(_) => code.push(range),
            Event::Start(Tag::CodeBlock(_)) => block = Some(range.start),
            Event::End(TagEnd::CodeBlock) => code.push(block.take().unwrap()..range.end),
            _ => {}
        }
    }
    code
}

/// Bodies full of what opens and closes code, links and lists.
fn body() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => Just("@bob"),
        1 => Just("@Eve.x"),
        1 => Just("@here"),
        2 => Just("`"),
        1 => Just("``"),
        2 => Just("\n```\n"),
        1 => Just("\n~~~\n"),
        2 => Just("\n\n    "),
        1 => Just("\n- "),
        1 => Just("\n> "),
        2 => Just("\n"),
        3 => Just(" "),
        1 => Just("王"),
        1 => Just("👍"),
        1 => Just("["),
        1 => Just("](/a)"),
        1 => Just("<a b=\""),
        1 => Just("\">"),
        1 => Just("https://x.y/"),
        1 => Just("\\"),
        1 => Just("*"),
        1 => Just("| "),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn offsets_cut_the_word_out_of_any_body(body in body()) {
        let mut last = 0;
        for mention in find(&body) {
            prop_assert!(mention.start >= last, "ascending, and none inside another");
            last = mention.end;
            let word = slice(&body, &mention);
            let handle = word.strip_prefix('@').map(str::to_ascii_lowercase);
            prop_assert_eq!(handle, Some(text(mention.target)));
        }
    }

    #[test]
    fn nobody_is_addressed_inside_code_or_html(body in body()) {
        let code = code(&body);
        for mention in find(&body) {
            let start = usize::try_from(mention.start).unwrap();
            let at = body.char_indices().nth(start).unwrap().0;
            let inside = code.iter().find(|range| range.contains(&at));
            prop_assert_eq!(inside, None, "{:?} at byte {}", body, at);
        }
    }

    #[test]
    fn any_text_at_all_can_be_read(body in any::<String>()) {
        let _any = find(&body);
    }
}

#[test]
fn people_are_addressed_in_prose_and_nowhere_else() {
    #[derive(serde::Deserialize)]
    struct Case {
        body: String,
        found: Vec<String>,
    }
    let cases: Vec<Case> = serde_json::from_str(include_str!("cases.json")).unwrap();
    for case in cases {
        let found: Vec<String> = find(&case.body)
            .iter()
            .map(|mention| slice(&case.body, mention))
            .collect();
        assert_eq!(found, case.found, "{:?}", case.body);
    }
}

#[test]
fn what_is_found_says_who_is_meant() {
    let found = |body: &str| -> Vec<Target> {
        find(body)
            .into_iter()
            .map(|mention| mention.target)
            .collect()
    };
    assert_eq!(found("@Bob"), [Target::Handle("bob".into())]);
    assert_eq!(
        found("@Channel @everyone @HERE"),
        [Target::Channel, Target::Channel, Target::Here]
    );
}

#[test]
fn a_flood_of_mentions_is_cut() {
    assert_eq!(find(&"@bob ".repeat(3_000)).len(), MAX_MENTIONS);
    assert_eq!(find(&"`".repeat(16_000)), []);
    assert_eq!(find(&format!("http://{}", ",@b".repeat(4_000))), []);
    assert_eq!(find(&"[@b](".repeat(3_000)).len(), MAX_MENTIONS);
}
