"""Pages in a merger: old addresses lead on in every language, and events go along."""

import datetime

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.mergers.carry_out import carry_out
from soskes_wagtail.directory_snippets.mergers.preview import preview_of
from soskes_wagtail.directory_snippets.mergers.undo import undo
from soskes_wagtail.directory_snippets.models import Merger, Organisation
from soskes_wagtail.sections.models import EventListingPage, EventPage, MunicipalityPage
from soskes_wagtail.sections.services.municipality_pages import ensure_pages


@pytest.fixture
def merger(network):
    """Jyväskylä becomes a part of Äänekoski today, with pages in Finnish and Swedish."""
    network.home.copy_for_translation(network.locales["sv"]).save_revision().publish()
    swedish = network.directory.copy_for_translation(network.locales["sv"])
    swedish.save_revision().publish()
    ensure_pages()
    return Merger.objects.create(
        kind="municipality",
        old_area=network.jyvaskyla,
        new_area=network.aanekoski,
        date=timezone.localdate(),
    )


@pytest.fixture
def events(network):
    listing = network.page(network.home, "Tapahtumat", EventListingPage)

    def make(title, areas, days=1, **fields):
        start = timezone.now() + datetime.timedelta(days=days)
        page = network.page(listing, title, EventPage, starts_at=start, **fields)
        page.areas = areas
        page.save()
        return page

    return make


def pages(area):
    return MunicipalityPage.objects.filter(area=area).order_by("locale__language_code")


def addresses(area):
    return [page.get_url() for page in pages(area)]


def test_old_addresses_lead_on_in_every_language(network, merger, client):
    old, new = addresses(network.jyvaskyla), addresses(network.aanekoski)
    assert len(old) == len(new) == 2
    carry_out(merger)
    for before, after in zip(old, new, strict=True):
        response = client.get(before)
        assert (response.status_code, response["Location"]) == (301, after)


def test_they_lead_on_when_the_old_pages_are_taken_away(network, merger, client):
    old, new = addresses(network.jyvaskyla), addresses(network.aanekoski)
    carry_out(merger)
    assert Redirect.objects.count() == 2
    for page in pages(network.jyvaskyla):
        page.unpublish()
    for before, after in zip(old, new, strict=True):
        response = client.get(before)
        assert response.status_code == 301 and response["Location"].endswith(after)


def test_a_redirect_opens_no_door(network, merger, close, role, client):
    close(network.home, PageViewRestriction.GROUPS, [role(RoleKey.READER)])
    (old, _swedish) = addresses(network.jyvaskyla)
    carry_out(merger)
    response = client.get(old)
    assert response.status_code == 302 and "login" in response["Location"]


def test_undo_takes_the_redirects_away(network, merger, person):
    Redirect.objects.create(old_path="/oma", redirect_link="https://esimerkki.example/")
    carry_out(merger)
    assert undo(merger, person("hallinto")) == []
    assert [redirect.old_path for redirect in Redirect.objects.all()] == ["/oma"]


def test_a_redirect_of_the_host_stays(network, merger):
    (old, _swedish) = addresses(network.jyvaskyla)
    path = Redirect.normalise_path(old)
    site = network.home.get_site()
    Redirect.objects.create(old_path=path, site=site, redirect_link="https://esimerkki.example/")
    carry_out(merger)
    assert Redirect.objects.get(old_path=path, site=site).redirect_link


def test_without_wagtails_redirects_the_pages_still_lead_on(network, merger, client, monkeypatch):
    from django.apps import apps

    installed = apps.is_installed
    monkeypatch.setattr(
        apps, "is_installed", lambda name: "redirects" not in name and installed(name)
    )
    (old, _swedish), (new, _other) = addresses(network.jyvaskyla), addresses(network.aanekoski)
    carry_out(merger)
    assert not Redirect.objects.exists()
    assert client.get(old)["Location"] == new


def test_events_go_along_with_their_drafts(network, merger, events, person):
    event = events("Koulutus", [network.jyvaskyla])
    both = events("Molemmat", [network.jyvaskyla, network.aanekoski])
    event.title = "Luonnos"
    draft = event.save_revision()
    carry_out(merger)
    for page in (event, both):
        page = EventPage.objects.get(pk=page.pk)
        assert list(page.areas.all()) == [network.aanekoski]
        assert page.live
    draft.refresh_from_db()
    draft.publish()
    assert list(EventPage.objects.get(pk=event.pk).areas.all()) == [network.aanekoski]
    assert undo(merger, person("hallinto")) == []
    assert list(EventPage.objects.get(pk=event.pk).areas.all()) == [network.jyvaskyla]
    assert set(EventPage.objects.get(pk=both.pk).areas.all()) == {
        network.jyvaskyla,
        network.aanekoski,
    }


def test_coming_events_change_their_organiser_and_past_ones_do_not(network, events):
    old, new = (
        Organisation.objects.create(name_fi=name, type="association") for name in ("A", "B")
    )
    past, coming = events("Mennyt", [], -10, organiser=old), events("Tuleva", [], organiser=old)
    merger = Merger.objects.create(
        kind="organisation",
        old_organisation=old,
        new_organisation=new,
        date=timezone.localdate(),
    )
    carry_out(merger)
    assert EventPage.objects.get(pk=past.pk).organiser == old
    assert EventPage.objects.get(pk=coming.pk).organiser == new


def test_preview_says_what_becomes_of_pages(network, merger, events):
    events("Koulutus", [network.jyvaskyla])
    page = pages(network.jyvaskyla).last()
    network.body(page, ("paragraph", "<p>Kunnan omia sanoja</p>"))
    shown = {example for group in preview_of(merger) for example in group.examples}
    assert {"Koulutus", "Jyväskylä (Finnish)", "Jyväskylä stad (Swedish)"} <= shown | {
        example.replace("Suomi", "Finnish").replace("Svenska", "Swedish") for example in shown
    }


def test_readers_see_the_moved_at_once(network, merger, client):
    network.contact("Sosiaalityöntekijä", [network.jyvaskyla], audience="public")
    (new, _swedish) = addresses(network.aanekoski)
    assert "Sosiaalityöntekijä" not in client.get(new).content.decode()
    carry_out(merger)
    assert "Sosiaalityöntekijä" in client.get(new).content.decode()
