"""Writes the frequencies of real words, `language<TAB>word<TAB>frequency`, from the package `wordfreq`."""

from itertools import islice

import wordfreq

LANGUAGES = ("en", "de", "zh", "ja", "ko")
WORDS = 30_000

for language in LANGUAGES:
    frequencies = wordfreq.get_frequency_dict(language)
    for word in islice(wordfreq.iter_wordlist(language), WORDS):
        print(language, word, frequencies[word], sep="\t")
