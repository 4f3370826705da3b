//! What somebody is called who comes without an account: an adjective and an animal, in their own
//! language.

use rand::{Rng as _, RngCore};

use crate::user::Locale;

const ADJECTIVES: &[&str] = &[
    "Amber",
    "Brave",
    "Breezy",
    "Bright",
    "Calm",
    "Cheerful",
    "Clever",
    "Copper",
    "Cosy",
    "Curious",
    "Daring",
    "Dapper",
    "Eager",
    "Early",
    "Fearless",
    "Gentle",
    "Golden",
    "Graceful",
    "Happy",
    "Honest",
    "Humble",
    "Jolly",
    "Keen",
    "Kind",
    "Lively",
    "Lucky",
    "Merry",
    "Mellow",
    "Misty",
    "Modest",
    "Nimble",
    "Noble",
    "Patient",
    "Playful",
    "Polite",
    "Quick",
    "Quiet",
    "Radiant",
    "Silver",
    "Sincere",
    "Sunny",
    "Swift",
    "Thoughtful",
    "Tidy",
    "Velvet",
    "Warm",
    "Wise",
    "Witty",
];
const ANIMALS: &[&str] = &[
    "Alpaca",
    "Badger",
    "Beaver",
    "Bison",
    "Capybara",
    "Cheetah",
    "Crane",
    "Cricket",
    "Deer",
    "Dolphin",
    "Eagle",
    "Falcon",
    "Ferret",
    "Finch",
    "Fox",
    "Gazelle",
    "Gecko",
    "Hare",
    "Hedgehog",
    "Heron",
    "Ibis",
    "Jackdaw",
    "Kingfisher",
    "Koala",
    "Lark",
    "Lemur",
    "Lynx",
    "Magpie",
    "Marmot",
    "Meerkat",
    "Newt",
    "Octopus",
    "Orca",
    "Osprey",
    "Otter",
    "Owl",
    "Panda",
    "Penguin",
    "Puffin",
    "Quail",
    "Robin",
    "Salmon",
    "Seal",
    "Sparrow",
    "Squirrel",
    "Swan",
    "Turtle",
    "Wren",
];
const ADJECTIVES_ZH: &[&str] = &[
    "好奇的",
    "勇敢的",
    "安静的",
    "快乐的",
    "机灵的",
    "温柔的",
    "活泼的",
    "沉稳的",
    "幸运的",
    "热心的",
    "自在的",
    "耐心的",
    "友善的",
    "优雅的",
    "灵巧的",
    "爽朗的",
    "悠闲的",
    "敏捷的",
    "真诚的",
    "谦虚的",
    "俏皮的",
    "勤快的",
    "乐观的",
    "踏实的",
    "从容的",
    "细心的",
    "大方的",
    "伶俐的",
    "淡定的",
    "早起的",
    "爱笑的",
    "聪慧的",
];
const ANIMALS_ZH: &[&str] = &[
    "水獭",
    "狐狸",
    "海豚",
    "松鼠",
    "企鹅",
    "熊猫",
    "刺猬",
    "羚羊",
    "白鹭",
    "麻雀",
    "考拉",
    "雪豹",
    "海龟",
    "云雀",
    "丹顶鹤",
    "小鹿",
    "野兔",
    "猫头鹰",
    "翠鸟",
    "浣熊",
    "羊驼",
    "河狸",
    "海豹",
    "鲸鱼",
    "喜鹊",
    "天鹅",
    "山雀",
    "貂鼠",
    "燕子",
    "章鱼",
    "蜂鸟",
    "金丝猴",
];
/// What the end of a handle is made of: no letter that reads as a digit, and no vowel, so that no
/// word comes out.
const TAIL: &[u8] = b"23456789bcdfghjkmnpqrstvwxz";
const TAIL_CHARS: usize = 6;

/// A name to be tried: somebody in the channel may have it already.
///
/// `attempt` counts from 0. After a few, a number makes the name another one.
#[must_use]
pub fn name(locale: &Locale, attempt: u32, rng: &mut (impl RngCore + ?Sized)) -> String {
    let (adjectives, animals, space) = if locale.speaks_chinese() {
        (ADJECTIVES_ZH, ANIMALS_ZH, "")
    } else {
        (ADJECTIVES, ANIMALS, " ")
    };
    let name = format!("{}{space}{}", pick(adjectives, rng), pick(animals, rng));
    if attempt < 8 {
        name
    } else {
        format!("{name} {}", rng.random_range(2..10_000))
    }
}

/// A handle that nobody has, as far as chance goes: 27^6 there are.
#[must_use]
pub fn handle(rng: &mut (impl RngCore + ?Sized)) -> String {
    let tail = (0..TAIL_CHARS).map(|_| {
        let index = rng.random_range(0..TAIL.len());
        char::from(TAIL.get(index).copied().unwrap_or(b'x'))
    });
    format!("guest-{}", tail.collect::<String>())
}

fn pick<'a>(words: &[&'a str], rng: &mut (impl RngCore + ?Sized)) -> &'a str {
    let index = rng.random_range(0..words.len());
    words.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;
    use crate::user::{DisplayName, Handle};

    proptest! {
        #[test]
        fn every_name_and_handle_is_one_that_a_person_may_have(seed: u64, attempt in 0_u32..12) {
            let mut rng = StdRng::seed_from_u64(seed);
            for locale in ["en", "zh-CN", "fr"] {
                let name = name(&Locale::parse(locale).unwrap(), attempt, &mut rng);
                let parsed = DisplayName::parse(&name).unwrap();
                prop_assert_eq!(parsed.as_str(), &name);
            }
            let handle = handle(&mut rng);
            prop_assert!(Handle::parse(&handle).is_ok(), "{}", handle);
        }
    }

    #[test]
    fn the_language_decides_what_one_is_called() {
        let mut rng = StdRng::seed_from_u64(7);
        let chinese = name(&Locale::parse("zh-Hans").unwrap(), 0, &mut rng);
        assert!(!chinese.is_ascii() && !chinese.contains(' '), "{chinese}");
        let english = name(&Locale::parse("en-GB").unwrap(), 0, &mut rng);
        assert!(english.is_ascii() && english.contains(' '), "{english}");
    }

    #[test]
    fn no_word_is_there_twice() {
        for words in [ADJECTIVES, ANIMALS, ADJECTIVES_ZH, ANIMALS_ZH] {
            let different: HashSet<_> = words.iter().collect();
            assert_eq!(different.len(), words.len());
        }
    }
}
