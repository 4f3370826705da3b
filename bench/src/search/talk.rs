//! What people say: words as frequent as they are.

use std::path::Path;

use anyhow::Context as _;
use rand::Rng as _;
use rand::distr::Distribution as _;
use rand::distr::weighted::WeightedIndex;
use rand::rngs::StdRng;

/// Words of a made-up language.
const MADE_UP: u32 = 30_000;
/// Han characters of a made-up one.
const CHARACTERS: u32 = 4_000;

/// One language.
struct Language {
    words: Vec<String>,
    weights: WeightedIndex<f64>,
    /// Whether its words are written without spaces.
    is_dense: bool,
}

/// Several languages, spoken as often one as the other.
pub(crate) struct Talk {
    languages: Vec<Language>,
}

impl Language {
    fn new(words: Vec<(String, f64)>, is_dense: bool) -> anyhow::Result<Self> {
        let weights = WeightedIndex::new(words.iter().map(|(_, weight)| *weight))?;
        Ok(Self {
            words: words.into_iter().map(|(word, _)| word).collect(),
            weights,
            is_dense,
        })
    }

    fn word(&self, rng: &mut StdRng) -> &str {
        self.words
            .get(self.weights.sample(rng))
            .map_or("", String::as_str)
    }

    fn sentence(&self, rng: &mut StdRng) -> String {
        let length = rng.random_range(3..18);
        let words: Vec<&str> = (0..length).map(|_| self.word(rng)).collect();
        words.join(if self.is_dense { "" } else { " " })
    }
}

impl Talk {
    /// From a file of real words.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut languages: Vec<(String, Vec<(String, f64)>)> = Vec::new();
        for line in text.lines() {
            let mut parts = line.split('\t');
            let (Some(language), Some(word), Some(weight)) =
                (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            if languages.last().is_none_or(|(name, _)| name != language) {
                languages.push((language.to_owned(), Vec::new()));
            }
            if let Some((_, words)) = languages.last_mut() {
                words.push((word.to_owned(), weight.parse()?));
            }
        }
        let languages = languages
            .into_iter()
            .map(|(name, words)| Language::new(words, matches!(name.as_str(), "zh" | "ja" | "th")))
            .collect::<anyhow::Result<Vec<Language>>>()?;
        anyhow::ensure!(!languages.is_empty(), "{}: no words", path.display());
        Ok(Self { languages })
    }

    /// A language with spaces, and one without, with Zipf's frequencies.
    pub(crate) fn made_up(rng: &mut StdRng) -> anyhow::Result<Self> {
        let zipf = |rank: u32| 1.0 / (f64::from(rank) + 2.7);
        let spaced = (0..MADE_UP).map(|rank| {
            let length = rng.random_range(2..10);
            let word = (0..length).map(|_| rng.random_range('a'..='z')).collect();
            (word, zipf(rank))
        });
        let spaced = Language::new(spaced.collect(), false)?;
        let dense = (0..CHARACTERS).filter_map(|rank| {
            let one = char::from_u32(0x4e00 + rank)?;
            Some((one.to_string(), zipf(rank)))
        });
        let dense = Language::new(dense.collect(), true)?;
        Ok(Self {
            languages: vec![spaced, dense],
        })
    }

    /// Something that somebody says.
    pub(crate) fn sentence(&self, rng: &mut StdRng) -> String {
        let which = rng.random_range(0..self.languages.len());
        let said = self.languages.get(which).map(|one| one.sentence(rng));
        said.unwrap_or_default()
    }

    /// A word of this rank or near it, of a language with spaces.
    pub(crate) fn spaced(&self, rank: usize, rng: &mut StdRng) -> String {
        self.near(false, rank, rng)
    }

    /// A word of this rank or near it, of a language without.
    pub(crate) fn dense(&self, rank: usize, rng: &mut StdRng) -> String {
        self.near(true, rank, rng)
    }

    fn near(&self, is_dense: bool, rank: usize, rng: &mut StdRng) -> String {
        let of_kind: Vec<&Language> = self
            .languages
            .iter()
            .filter(|one| one.is_dense == is_dense)
            .collect();
        let which = rng.random_range(0..of_kind.len().max(1));
        let near = rank + rng.random_range(0..(rank / 4).max(3));
        let word = of_kind.get(which).and_then(|one| one.words.get(near));
        word.cloned().unwrap_or_else(|| "a".to_owned())
    }
}
