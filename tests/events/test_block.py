"""The block of upcoming events on a page."""

import json

import pytest
from wagtail.models import Page

from soskes_wagtail.sections.models import ServiceSectionPage


@pytest.fixture
def section(home):
    def make(slug, **block):
        value = {"title": "Tulossa", "only_here": False, "limit": 5, **block}
        parent = Page.objects.get(pk=home.pk)
        return parent.add_child(
            instance=ServiceSectionPage(
                title=slug.title(),
                slug=slug,
                locale=home.locale,
                body=json.dumps([{"type": "events", "value": value}]),
            )
        )

    return make


def test_shows_the_next_events_as_many_as_asked(client, section, make_event):
    for number in range(4):
        make_event(f"Koulutus {number}", days=4 - number)
    section("vammaispalvelut", limit=2)
    html = client.get("/vammaispalvelut/").content.decode()
    assert html.index("Koulutus 3") < html.index("Koulutus 2")
    assert "Koulutus 1" not in html
    assert "Tulossa" in html
    assert "/tapahtumat/koulutus-3/" in html


def test_only_those_about_the_section_when_asked(client, section, make_event):
    page = section("vammaispalvelut", only_here=True)
    make_event("Tästä aiheesta", section=page)
    make_event("Muusta aiheesta")
    html = client.get("/vammaispalvelut/").content.decode()
    assert "Tästä aiheesta" in html
    assert "Muusta aiheesta" not in html


def test_a_closed_event_leaves_not_even_the_title(client, section, make_event, close):
    close(make_event("Salainen"))
    section("vammaispalvelut")
    html = client.get("/vammaispalvelut/").content.decode()
    assert "Salainen" not in html
    assert "Tulossa" not in html
