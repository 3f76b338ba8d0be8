"""What the search page shows: order, marks, facets, widened search, paging and the rest."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from soskes_wagtail import search_sources
from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Statute
from soskes_wagtail.search.models import SearchDocument, StopWord, Synonym
from soskes_wagtail.search.services import whole_site
from soskes_wagtail.search.services.marks import marked, snippet
from soskes_wagtail.search.services.query import Asked, search
from soskes_wagtail.search.services.suggestions import suggestions
from soskes_wagtail.search_sources import SearchEntry, SearchHit, SearchSource


@pytest.fixture
def texts(db, monkeypatch):
    """Search over nothing but what a test adds: ``texts(title, text, **values)``."""
    monkeypatch.setattr(search_sources, "_sources", {})
    entries = {}
    search_sources.register_search_source(
        SearchSource(
            "text",
            "Texts",
            1,
            model=Statute,
            entries=lambda rows: [entries[row.pk] for row in rows if row.pk in entries],
            show=lambda viewer, rows, asked: {
                row.pk: SearchHit("", str(entries[row.pk].title), f"/{row.pk}/") for row in rows
            },
        )
    )

    def add(title, text="", **values):
        row = Statute.objects.create(number=str(len(entries) + 1), year=1900, title_fi=title)
        values.setdefault("language", "fi")
        entries[row.pk] = SearchEntry(object_id=row.pk, title=title, text=text, **values)
        return row.pk

    return add


def found(text, language="fi", **options):
    return search(Viewer(AnonymousUser()), Asked(text, language, **options))


def titles(text, **options):
    return [hit.title for hit in found(text, **options).hits]


def test_title_before_summary_before_text(texts):
    texts("Kolmas", "Asiaa omaishoidosta")
    texts("Toinen", summary="Asiaa omaishoidosta")
    texts("Omaishoito")
    assert titles("omaishoito") == ["Omaishoito", "Toinen", "Kolmas"]


def test_as_written_before_inflected_before_part(texts):
    texts("Työsuojelu ja muuta")
    texts("Suojelun aika nyt")
    texts("Suojelu ja muuta")
    assert titles("suojelu") == ["Suojelu ja muuta", "Suojelun aika nyt", "Työsuojelu ja muuta"]


def test_what_is_over_comes_after_the_rest(texts):
    now = timezone.now()
    texts("Koulutus a", starts_at=now - timedelta(days=9))
    texts("Koulutus b", starts_at=now + timedelta(days=9))
    assert titles("koulutus") == ["Koulutus b", "Koulutus a"]


def test_newest_first_where_asked(texts):
    now = timezone.now()
    texts("Koulutus koulutus", updated_at=now - timedelta(days=9))
    texts("Muuta", "koulutus", updated_at=now)
    assert titles("koulutus") == ["Koulutus koulutus", "Muuta"]
    assert titles("koulutus", by_date=True) == ["Muuta", "Koulutus koulutus"]


def test_boosts_by_setting(texts, monkeypatch):
    from dataclasses import replace

    texts("Muuta", "Asiaa perhetyöstä")
    source = search_sources._sources["text"]
    other = Statute.objects.create(number="77", year=1901, title_fi="x")
    entry = SearchEntry(object_id=other.pk, title="Muuta", text="Asiaa perhetyöstä", language="fi")
    search_sources.register_search_source(
        replace(
            source,
            kind="other",
            rows=lambda: Statute.objects.filter(number="77"),
            entries=lambda rows: [entry for _ in rows],
            show=lambda viewer, rows, asked: {row.pk: SearchHit("", "B", "/b/") for row in rows},
        )
    )
    search_sources.records_changed(Statute, [other.pk])
    for boosts in ({"other": 5}, {"text": 5}):
        with override_settings(SOSKES={"SEARCH_BOOSTS": boosts}):
            assert found("perhetyö").hits[0].kind == next(iter(boosts))


def counts(results, name):
    return {v.value: v.count for f in results.facets if f.name == name for v in f.values}


def test_facets_count_under_the_other_choices(texts):
    texts("Perhetyö a", tags=["x"], areas=["992"])
    texts("Perhetyö b", tags=["x", "y"])
    texts("Perhetyö c", tags=["y"])
    texts("Familjearbete perhetyö", language="sv", tags=["x"])
    search_sources_facets = found("perhetyö")
    assert search_sources_facets.total == 3
    numbers = {
        v.value: v.count for f in search_sources_facets.facets if f.name == "tag" for v in f.values
    }
    assert numbers == {"x": 2, "y": 2}
    chosen = found("perhetyö", facets={"tag": "x"})
    assert chosen.total == 2 and chosen.without_filters == 3
    numbers = {v.value: v.count for f in chosen.facets if f.name == "tag" for v in f.values}
    assert numbers == {"x": 2, "y": 2}, "a facet counts as if nothing of its own was chosen"
    languages = {v.value: v.count for f in chosen.facets if f.name == "language" for v in f.values}
    assert languages == {"fi": 2, "sv": 1}


def test_a_value_cannot_pretend_to_be_another(texts):
    texts("Perhetyö", tags=["x|area:992", "%", "_"])
    assert found("perhetyö", facets={"area": "992"}).total == 0
    assert found("perhetyö", facets={"tag": "%"}).total == 1
    assert found("perhetyö", facets={"tag": "z"}).total == 0


def test_widened_search_is_labelled(texts):
    texts("Hoitaa läheistään kotona")
    texts("Lastensuojelu")
    texts("Kirjasto")
    assert found("hoitaja").widened == "roots"
    spelt = found("lastensuojlu")
    assert (spelt.widened, spelt.spelling) == ("spelling", "lastensuojelu")
    assert found("kirjasto avaruusasema").widened == "any"
    nothing = found("avaruusasema")
    assert (nothing.widened, nothing.total) == ("", 0)
    assert found("hoitaja", precise=True).total == 0


@pytest.mark.parametrize(
    ("language", "title", "asked"),
    [
        ("sv", "Tolktjänst", "tolktjäst"),  # one letter less
        ("sv", "Närståendevård", "närstaendevård"),  # another letter
        ("en", "Child welfare", "child weflare"),  # two in the other order
        ("en", "Guardianship", "guardiannship"),  # one more
        ("fi", "Mehiläisraitti", "mehiläisraiti"),  # the dictionary knows no such place
    ],
)
def test_what_texts_have_is_suggested_in_every_language(texts, language, title, asked):
    texts(title, language=language)
    spelt = found(asked, language=language)
    assert (spelt.widened, spelt.spelling, spelt.total) == ("spelling", title.lower(), 1)


def test_words_that_are_there_in_another_form_stay(texts):
    texts("Närståendevård i hemmet", language="sv")
    texts("Hemb", language="sv")
    spelt = found("närstaendevård hemmen", language="sv")
    assert (spelt.spelling, spelt.total) == ("närståendevård hemmen", 1)


def test_the_commoner_spelling_is_suggested(texts):
    texts("Vårdhem", language="sv")
    texts("Vårdhem b", language="sv")
    texts("Vårdhej", language="sv")
    assert found("vårdhen", language="sv").spelling == "vårdhem"
    assert found("vårdhem", language="sv").spelling == ""
    assert found("ab12", language="sv").spelling == found("å" * 90, language="sv").spelling == ""


def test_pages_of_results(texts):
    for number in range(45):
        texts(f"Perhetyö {number:02d}")
    seen = [titles("perhetyö", page=page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in seen] == [20, 20, 5, 0]
    assert len(set(sum(seen, []))) == 45
    assert found("perhetyö", page=2).page_count == 3


def test_the_number_of_queries_does_not_grow(texts, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        found("perhetyö")
        with CaptureQueriesContext(connection) as queries:
            found("perhetyö")
        return len(queries)

    for number in range(10):
        texts(f"Perhetyö {number}")
    few = count()
    for number in range(200):
        texts(f"Perhetyö {number}", tags=[str(number)])
    assert count() == few <= 9


def test_marks_are_on_the_words_as_they_were_written():
    text = "Hae Omaishoitajan tuen päätös"
    pieces = marked(text, frozenset(_tokens("omaishoidon tuki")), "fi")
    assert [p.text for p in pieces if p.is_marked] == ["Omaishoitajan", "tuen"]
    assert "".join(p.text for p in pieces) == text
    pieces = marked("lasten suojelua", frozenset(_tokens("lastensuojelu")), "fi")
    assert [p.text for p in pieces if p.is_marked] == ["lasten", "suojelua"]


def test_a_snippet_shows_where_it_was_found():
    long = "Alku. " * 200 + "Tässä on perhetyö. " + "Loppu. " * 200
    pieces = snippet(["", long], frozenset(_tokens("perhetyö")), "fi")
    assert "perhetyö" in [p.text for p in pieces if p.is_marked]
    assert sum(len(p.text) for p in pieces) < 300
    assert snippet(["Muuta"], frozenset(_tokens("perhetyö")), "fi")[0].text == "Muuta"
    assert snippet(["", ""], frozenset(), "fi") == ()


def _tokens(text):
    from soskes_wagtail.search.analysis.query import precise, query_words

    return precise(query_words(text, "fi")).tokens


def test_markup_in_texts_is_escaped_and_dropped(texts, client):
    texts("<b>Perhetyö</b> <script>alert(1)</script>", "<p>Perhetyö&amp;muuta</p><p>toinen</p>")
    found("perhetyö")
    row = SearchDocument.objects.get()
    assert "<" not in row.title + row.text and "&amp;" not in row.text


def test_synonyms_and_words_left_out(texts):
    texts("Omaishoidon tuen hakeminen")
    texts("OMT:n myöntäminen")
    assert titles("OMT") == ["OMT:n myöntäminen"]
    synonym = Synonym.objects.create(word="OMT", meanings="omaishoidon tuki\nxyzzy")
    assert set(titles("omt")) == {"OMT:n myöntäminen", "Omaishoidon tuen hakeminen"}
    assert titles("omaishoidon tuki") == ["Omaishoidon tuen hakeminen"]
    synonym.both_ways = True
    synonym.save()
    assert len(titles("omaishoidon tuki")) == 2
    assert titles("hakeminen kiitos", precise=True) == []
    StopWord.objects.create(word="Kiitos")
    assert titles("hakeminen kiitos", precise=True) == ["Omaishoidon tuen hakeminen"]


def test_suggestions_begin_so(texts):
    texts("Lastensuojelun avohuolto")
    texts("Äänekoski")
    assert [s["title"] for s in suggestions(Viewer(), "lasten", "fi")] == [
        "Lastensuojelun avohuolto"
    ]
    assert [s["title"] for s in suggestions(Viewer(), "avohuollon last", "fi")]
    assert [s["title"] for s in suggestions(Viewer(), "suoj", "fi")]
    assert [s["title"] for s in suggestions(Viewer(), "aanek", "fi")] == ["Äänekoski"]
    for text in ("", "l", '"', "*", "%", "\x00", "x" * 10_000, "a b c d e f g h"):
        assert suggestions(Viewer(), text, "fi") == []


def test_the_page_narrows_pages_and_suggests(client, reader, contact):
    client.force_login(reader)
    address = "/soskes/haku/"
    html = client.get(address, {"q": "lastensuojelu"}).content.decode()
    assert 'data-suggestions="/soskes/haku/ehdotukset/"' in html
    assert 'rel="search"' in html and "/soskes/haku/opensearch/" in html
    assert "kunta=992" in html and "Äänekoski" in html
    data = client.get(address + "ehdotukset/", {"q": "lastens"}).json()
    assert {"title", "kind", "url"} == set(data["suggestions"][0])
    xml = client.get(address + "opensearch/")
    assert xml["Content-Type"].startswith("application/opensearchdescription+xml")
    assert b"/soskes/haku/?q={searchTerms}" in xml.content
    for strange in (
        {"sivu": "x"},
        {"sivu": "99"},
        {"sivu": "-1"},
        {"kunta": "%|"},
        {"kieli": "xx"},
    ):
        assert client.get(address, {"q": "lastensuojelu", **strange}).status_code == 200


def failing(request, query):
    raise RuntimeError("the host's own code")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (lambda request, query: {"label": f"Koko sivusto: {query}", "url": "/haku/"}, True),
        (lambda request, query: None, False),
        (lambda request, query: {"label": "no address"}, False),
        (failing, False),
    ],
)
def test_the_way_to_the_hosts_own_search(rf, monkeypatch, given, shown):
    monkeypatch.setattr(whole_site, "import_string", lambda name: given)
    with override_settings(SOSKES={"SEARCH_WHOLE_SITE": "host.search.link"}):
        link = whole_site.whole_site_link(rf.get("/"), "perhe")
    assert link == ({"label": "Koko sivusto: perhe", "url": "/haku/"} if shown else None)
    with override_settings(SOSKES={}):
        assert whole_site.whole_site_link(rf.get("/"), "perhe") is None


def test_the_command_prints_what_the_page_shows(texts, capsys):
    texts("Perhetyö")
    call_command("soskes_search", "perhetyöntekijän perhetyö", "--json")
    call_command("soskes_search", "perhetyö")
    out = capsys.readouterr().out
    assert json.loads(out[: out.index("]") + 1])
    assert "text\tPerhetyö\t/" in out


def test_what_is_said_in_every_language_is_no_better_than_a_title(texts):
    """A person's fields are texts in all languages, whose words are rare in the other two."""
    for number in range(30):
        title = "Lastensuojelun sosiaalityöntekijä" if number < 8 else f"Kunta {number}"
        texts(title, "Työskentelee kunnassa.")
    texts("Lastensuojelu", "Pitkä teksti aivan muusta. " * 30)
    told = "Lastensuojelu\nSijaishuolto\nVastaava sosiaalityöntekijä"
    texts("Saimi", dict.fromkeys(("fi", "sv", "en"), told), language="")
    hits = found("lastensuojelu").hits
    assert [hit.title for hit in hits][0] == "Lastensuojelu"
    assert hits[-1].title == "Saimi" and len(hits) == 10
    shown = "".join(piece.text for piece in hits[-1].snippet)
    assert shown == "Lastensuojelu · Sijaishuolto · Vastaava sosiaalityöntekijä"


def test_what_is_said_in_another_language_only_is_found_last(texts):
    texts("Barnskydd", language="")
    texts("Muuta", {"fi": "Muuta asiaa", "sv": "barnskydd"}, language="")
    texts("Barnskyddet", {"fi": "barnskydd"}, language="")
    assert len(titles("barnskydd")) == 3
