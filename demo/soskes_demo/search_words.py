"""Abbreviations that social workers write, so that search knows them."""

from soskes_wagtail.search.models import Synonym

WORDS = (
    ("OMT", "omaishoidon tuki"),
    ("LS", "lastensuojelu"),
    ("TTT", "toimeentulotuki"),
    ("pth", "perheterapia"),
    ("SHL", "sosiaalihuoltolaki"),
)


def ensure_search_words() -> int:
    """Returns how many were made; what editors have changed stays."""
    made = [
        Synonym.objects.get_or_create(word=word, defaults={"meanings": meanings})[1]
        for word, meanings in WORDS
    ]
    return sum(made)
