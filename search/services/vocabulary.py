"""The editors' synonyms and words left out, as queries need them. Two queries."""

from dataclasses import dataclass

from soskes_wagtail.search.analysis import query as analysis
from soskes_wagtail.search.analysis.tokens import words_of
from soskes_wagtail.search.models import StopWord, Synonym


@dataclass(frozen=True)
class Vocabulary:
    stop_words: tuple[str, ...]
    synonyms: tuple[analysis.Synonym, ...]


def load_vocabulary() -> Vocabulary:
    synonyms = []
    for row in Synonym.objects.all():
        words, meanings = tuple(words_of(row.word)), row.meaning_words
        synonyms.append(analysis.Synonym(words, tuple(meanings)))
        if row.both_ways:
            synonyms += [analysis.Synonym(meaning, (words,)) for meaning in meanings]
    stop_words = StopWord.objects.values_list("word", flat=True)
    return Vocabulary(tuple(stop_words), tuple(synonyms))
