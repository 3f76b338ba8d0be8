import json

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, PageViewRestriction

from soskes_wagtail.search.analysis.query import query_words
from soskes_wagtail.sections.models import ArticlePage

HOSTILE = [
    '"',
    '"  "',
    "*",
    "\\",
    "%",
    "_",
    "x" * 10_000,
    "a\x00b",
    "😀",
    "ja tai",
    "'; DROP TABLE wagtailcore_page; --",
    "<script>alert(1)</script>",
    "NEAR(",
    "title:lastensuojelu",
    "-",
]


def hits(query, **options):
    return [(hit["kind"], hit["title"]) for hit in raw_hits(query, **options)]


def raw_hits(query, **options):
    from io import StringIO

    out = StringIO()
    call_command("soskes_search", query, "--json", stdout=out, **options)
    return json.loads(out.getvalue())


def test_finds_pages_contacts_statutes_and_former_municipalities(client, reader, contact):
    client.force_login(reader)
    html = client.get("/soskes/haku/", {"q": "lastensuojelu"}).content.decode()
    assert "<mark>Lastensuojelulaki</mark> (417/2007)" in html
    assert 'href="/soskes/lastensuojelu/"' in html
    assert "<mark>Lastensuojelun</mark> sosiaalityöntekijä" in html
    found = raw_hits("suolahti", user="lukija", kind="municipality")
    assert found == [
        {
            "kind": "municipality",
            "title": "Suolahti",
            "url": "/soskes/kuntahakemisto/aanekoski/",
        }
    ]
    assert ("statute", "Lastensuojelulaki (417/2007)") in hits("417/2007", user="lukija")


def test_every_word_must_occur(reader, contact):
    assert hits("sosiaalityöntekijä Äänekoski", user="lukija", kind="contact")
    assert not hits("sosiaalityöntekijä Multia", user="lukija", kind="contact", precise=True)
    assert hits("sosiaalityöntekijä Multia", user="lukija", kind="contact"), "widened: any word"


def test_what_is_closed_is_not_found(reader, contact, client):
    article = ArticlePage.objects.get(slug="lastensuojeluilmoitus")
    article.title = "Salasanakissa"
    article.save_revision().publish()
    assert ("page", "Salasanakissa") in hits("salasanakissa", user="lukija")
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=article.pk),
        restriction_type=PageViewRestriction.PASSWORD,
        password="x",
    )
    assert not hits("salasanakissa", user="lukija")
    contact.audience = "admins"
    contact.save()
    assert not hits("sosiaalityöntekijä", user="lukija", kind="contact")


def test_somebody_not_logged_in_finds_nothing_of_the_network(client, contact):
    assert {kind for kind, _ in hits("lastensuojelu")} <= {"statute"}
    response = client.get("/soskes/haku/", {"q": "lastensuojelu"})
    assert response.status_code == 302


def test_a_draft_is_not_found(reader):
    ArticlePage.objects.get(slug="lastensuojeluilmoitus").unpublish()
    assert not any(
        "ilmoitus" in title.lower()
        for _, title in hits("lastensuojeluilmoitus", user="lukija", kind="page")
    )


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_give_a_page(client, reader, query):
    client.force_login(reader)
    response = client.get("/soskes/haku/", {"q": query, "laji": query[:50]})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_words_are_cleaned():
    assert query_words('  "Äänekoski"* AND-perhe ', "fi") == ("Äänekoski", "AND-perhe")
    assert query_words("_ % \x00", "fi") == ()
    assert query_words("ja tai", "fi") == ("ja", "tai"), "only stop words: they are all there is"
    assert len(query_words(" ".join(str(n) for n in range(99)), "fi")) == 8


def test_command_names_what_it_does_not_know(reader):
    for options in ({"user": "eiole"}, {"kind": "eiole"}):
        with pytest.raises(CommandError):
            call_command("soskes_search", "x", **options)
