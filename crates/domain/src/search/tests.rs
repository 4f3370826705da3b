//! The reading of text, held against what it promises.

use proptest::prelude::*;

use super::*;
use crate::text::Invalid;

fn found(query: &str, text: &str) -> bool {
    Query::parse(query).unwrap().finds(&Tokens::of(text))
}

fn marked(query: &str, text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    highlights(&Query::parse(query).unwrap(), text)
        .into_iter()
        .map(|[start, end]| chars[start..end].iter().collect())
        .collect()
}

#[test]
fn case_and_accents_are_folded_where_words_have_spaces() {
    for (query, text) in [
        ("naive", "a naïve plan"),
        ("NAÏVE ", "a naive plan"),
        ("strasse ", "Die STRAẞE, die Straße"),
        ("istanbul ", "İstanbul"),
        ("οδυσσευς ", "ΟΔΥΣΣΕΎΣ"),
        ("smorrebrod ", "Smørrebrød"),
        ("lodz ", "Łódź"),
        ("cafe ", "cafe\u{301}"),
        ("rust ", "ｒｕｓｔ"),
        ("किताब ", "यह किताब है"),
    ] {
        assert!(found(query, text), "{query:?} in {text:?}");
    }
    assert!(!found("naive ", "naively"));
    assert!(!found("कताब ", "यह किताब है"), "a vowel sign is no accent");
}

#[test]
fn the_last_word_may_go_on_and_others_with_a_star() {
    assert!(found("depl", "we deploy"));
    assert!(!found("depl ", "we deploy"));
    assert!(found("depl* now ", "we deploy now"));
    assert!(!found("depl now ", "we deploy now"));
    assert!(!found("d", "we deploy"), "one letter begins too much");
    assert!(found("d ", "plan d"));
}

#[test]
fn phrases_stand_together_and_what_is_not_wanted_is_left_out() {
    let text = "The quick brown fox, and a lazy dog";
    assert!(found("\"quick brown\" dog ", text));
    assert!(found("“brown fox and” ", text));
    assert!(!found("\"brown quick\" ", text));
    assert!(!found("fox -dog ", text));
    assert!(found("fox -cat -\"dog lazy\" ", text));
    assert!(
        found("lazy-dog ", text),
        "signs within a word join its parts"
    );
    assert!(!found("fox-lazy ", text));
    assert!(found("- fox ", text), "a lone sign is nothing");
}

#[test]
fn identifiers_are_found_whole_and_by_their_parts() {
    let text = "call parseHttpRequest of http_server.rs at https://docs.rs/foo-bar or GitHub utf8";
    for query in [
        "parsehttprequest ",
        "parseHTTP",
        "request ",
        "http_server ",
        "http_server.rs ",
        "server ",
        "docs.rs ",
        "docs.rs/foo-bar ",
        "foo ",
        "github ",
        "GitHub ",
        "hub ",
        "utf ",
    ] {
        assert!(found(query, text), "{query:?}");
    }
    assert!(found("GitHub ", "github"), "a query is read as it is meant");
    assert!(!found("GitHub ", "git hub"));
}

#[test]
fn scripts_without_spaces_are_found_by_any_part() {
    for (query, text) in [
        ("天气", "今天天气很好，我们去公园吧"),
        ("天天气很", "今天天气很好，我们去公园吧"),
        ("公", "今天天气很好，我们去公园吧"),
        ("ティン", "明日のミーティングは十時です"),
        ("ﾐｰﾃｨﾝｸﾞ", "明日のミーティングは十時です"),
        ("회의", "내일 회의는 열 시에 시작합니다"),
        ("의는", "내일 회의는 열 시에 시작합니다"),
        ("ประชุม", "พรุ่งนี้เราจะประชุมตอนสิบโมง"),
        ("ุ่", "พรุ่งนี้เราจะประชุมตอนสิบโมง"),
        ("用Rust写", "我们用Rust写的"),
        ("用ru", "我们用Rust写的"),
        ("🎉", "done 🎉🎉"),
        ("👍", "👍🏽 ok"),
    ] {
        assert!(found(query, text), "{query:?} in {text:?}");
    }
    assert!(!found("天很", "今天天气很好"));
    assert!(!found("気天", "天気"));
}

#[test]
fn what_is_found_is_marked_in_code_points() {
    assert_eq!(marked("naive ", "👩‍💻 a NAÏVE plan"), ["NAÏVE"]);
    assert_eq!(
        marked("depl", "we deploy, deployed"),
        ["deploy", "deployed"]
    );
    assert_eq!(marked("天气很 -雨", "今天天气很好"), ["天气很"]);
    assert_eq!(marked("\"a b\" ", "a b, b a, a b"), ["a", "b", "a", "b"]);
    assert_eq!(marked("request ", "parseHttpRequest"), ["Request"]);
    assert_eq!(marked("from:@alice ", "alice"), Vec::<String>::new());
}

#[test]
fn filters_are_read_and_the_rest_are_words() {
    let query = Query::parse(
        "from:@Alice in:#general has:file deploy after:2026-01-30 before:2026-02-02 https://a.b",
    )
    .unwrap();
    assert_eq!(query.from, ["alice"]);
    assert_eq!(query.within, ["general"]);
    assert_eq!(query.has, [Has::File]);
    assert_eq!(query.days.from.unwrap().to_string(), "2026-01-31");
    assert_eq!(query.days.until.unwrap().to_string(), "2026-02-02");
    assert_eq!(query.terms.len(), 2);
    let query = Query::parse("in:\"two words\" from: me").unwrap();
    assert_eq!(query.within, ["two words"]);
    assert_eq!(query.from, Vec::<String>::new());
    assert_eq!(query.terms.len(), 2);
    assert!(Query::parse(" !! \u{200b} ").unwrap().is_empty());
}

#[test]
fn what_cannot_be_asked_is_refused() {
    for (text, fault) in [
        ("has:cheese", Invalid::InvalidFormat),
        ("before:2026-02-30", Invalid::InvalidFormat),
        ("after:2026-2-3", Invalid::InvalidFormat),
        ("on:yesterday", Invalid::InvalidFormat),
        ("a\0b", Invalid::ForbiddenCharacter),
        (&"a".repeat(257), Invalid::TooLong { limit: 256 }),
        (&"a ".repeat(25), Invalid::TooMany { limit: 24 }),
    ] {
        assert_eq!(Query::parse(text), Err(fault), "{text:?}");
    }
    assert!(Query::parse(&"天".repeat(256)).is_ok());
}

#[test]
fn the_largest_body_fits_the_index() {
    for body in [
        "a ".repeat(8_192),
        "a".repeat(16_384),
        "天".repeat(5_461),
        "天气很好".repeat(1_365),
        "\u{fdfa}".repeat(5_461),
        "aB".repeat(8_192),
        "x.".repeat(8_192),
    ] {
        let tokens = Tokens::of(&body);
        let bytes: usize = tokens.iter().map(|token| token.lexeme.len() + 12).sum();
        assert!(bytes < 1 << 20, "{bytes} bytes");
        for token in tokens.iter() {
            assert!(token.lexeme.len() <= 2_046);
            assert!(token.position <= MAX_POSITION);
        }
    }
}

fn script() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-ZäöüÄÖÜßéèñø0-9_.,' -]{0,30}",
        "[今天气很好我们去公园吧的了，。A-Z ]{0,20}",
        "[あいうえおカキクケコがギーッ、。]{0,20}",
        "[가나다라마바사아자차회의는 ]{0,20}",
        "[กขคงจฉชซญฐณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะัาำิีึืุูเแโใไ็่้๊๋์]{0,20}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn any_two_characters_that_stand_together_are_found(text in script(), at: prop::sample::Index) {
        use unicode_normalization::UnicodeNormalization as _;
        let text: String = text.nfc().collect();
        let chars: Vec<char> = text.chars().collect();
        let pairs: Vec<String> = chars
            .windows(2)
            .filter(|pair| pair.iter().all(|one| letters::is_gram(*one)))
            .map(|pair| pair.iter().collect())
            .collect();
        prop_assume!(!pairs.is_empty());
        let pair = at.get(&pairs);
        let query = Query::parse(pair).unwrap();
        prop_assert!(query.is_empty() || query.finds(&Tokens::of(&text)), "{:?} in {:?}", pair, text);
    }

    #[test]
    fn every_whole_word_finds_the_text_it_is_from(text in script(), at: prop::sample::Index) {
        let words: Vec<&str> = text
            .split(|one: char| one.is_whitespace() || "\"“„「-:*".contains(one))
            .filter(|word| !word.is_empty())
            .collect();
        prop_assume!(!words.is_empty() && !text.contains('\0'));
        let word = at.get(&words);
        prop_assume!(word.chars().count() <= 200);
        let query = Query::parse(&format!("{word} ")).unwrap();
        prop_assert!(query.finds(&Tokens::of(&text)), "{:?} in {:?}", word, text);
        let count = text.chars().count();
        let mut end = 0;
        for span in highlights(&query, &text) {
            prop_assert!(span[0] >= end && span[0] < span[1] && span[1] <= count, "{:?}", span);
            end = span[1];
        }
    }

    #[test]
    fn no_query_makes_it_panic(text in any::<String>(), body in any::<String>()) {
        if let Ok(query) = Query::parse(&text) {
            let _ = query.finds(&Tokens::of(&body));
            let _ = highlights(&query, &body);
        }
    }

    #[test]
    fn the_tags_of_a_window_are_those_of_its_messages(
        from in 0_i64..(1 << 42),
        length in 0_i64..(1 << 38),
        at in 0.0_f64..1.0,
        seed: u64,
    ) {
        #[expect(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a test")]
        let millis = from + (length as f64 * at) as i64;
        let window = Window { from, until: from + length + 1 };
        let id = uuid::Uuid::from_u128(Window::bound(millis).as_u128() | u128::from(seed));
        let times = tags::times(crate::MessageId::from_uuid(id));
        let covering = window.tags();
        if let Some(covering) = covering {
            prop_assert!(times.iter().any(|time| covering.contains(time)));
        } else {
            prop_assert!(length > 1 << 32);
        }
    }

    #[test]
    fn windows_go_back_without_a_gap_and_take_few_tags(until in 0_i64..(1 << 42), length in 1_i64..(1 << 37)) {
        let start = Window { from: until, until };
        let window = start.before(length);
        prop_assert_eq!(window.until, until);
        prop_assert!(window.from <= (until - length).max(0));
        prop_assert!(window.tags().is_some());
    }
}
