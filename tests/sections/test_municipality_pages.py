"""Municipality pages follow the records."""

import datetime

from django.db import connection
from django.utils import timezone

from soskes_wagtail.sections.models import MunicipalityDirectoryPage, MunicipalityPage
from soskes_wagtail.sections.services.municipality_pages import ensure_pages

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def pages(**fields):
    return MunicipalityPage.objects.filter(**fields)


def test_every_current_municipality_gets_one_published_page(network):
    network.municipality("Muualla", wellbeing_county=None)
    network.municipality("Entinen", valid_to=YESTERDAY)
    made = ensure_pages()
    assert [page.title for page in made.created] == ["Jyväskylä", "Äänekoski"]
    assert set(pages(live=True).values_list("title", "slug")) == {
        ("Jyväskylä", "jyvaskyla"),
        ("Äänekoski", "aanekoski"),
    }
    again = ensure_pages()
    assert not again.created
    assert not again.changed


def test_a_directory_without_an_area_has_all_municipalities(network):
    network.municipality("Muualla", wellbeing_county=None, region=None)
    network.directory.area = None
    network.directory.save()
    ensure_pages()
    assert pages(title="Muualla").exists()


def test_a_new_municipality_has_its_page_at_once(network, django_capture_on_commit_callbacks):
    connection.run_on_commit.clear()  # what the fixtures left in the test's own transaction
    with django_capture_on_commit_callbacks(execute=True):
        area = network.municipality("Muurame", "500")
    assert pages(area=area, live=True).exists()


def test_publishing_a_directory_gives_it_its_pages(network, django_capture_on_commit_callbacks):
    other = network.page(network.home, "Toinen", MunicipalityDirectoryPage, area=network.region)
    with django_capture_on_commit_callbacks(execute=True):
        other.save_revision().publish()
    assert MunicipalityPage.objects.child_of(other).count() == 2


def test_a_title_follows_its_area_until_an_editor_writes_another(network):
    ensure_pages()
    area = network.aanekoski
    area.name_fi, area.slug = "Uusi-Äänekoski", "uusi-aanekoski"
    area.save()
    ensure_pages()
    page = pages(area=area).get()
    assert (page.title, page.slug) == ("Uusi-Äänekoski", "uusi-aanekoski")
    assert not page.has_unpublished_changes
    page.title = "Meidän Äänekoski"
    page.save_revision().publish()
    area.name_fi = "Kolmas"
    area.save()
    ensure_pages()
    assert pages(area=area).get().title == "Meidän Äänekoski"


def test_an_editors_draft_survives_a_new_name(network):
    ensure_pages()
    page = pages(area=network.aanekoski).get()
    page.summary = "Luonnos"
    page.save_revision()
    network.aanekoski.name_fi = "Uusi nimi"
    network.aanekoski.save()
    ensure_pages()
    page = pages(area=network.aanekoski).get()
    assert (page.title, page.summary) == ("Uusi nimi", "")
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.summary) == ("Uusi nimi", "Luonnos")


def test_an_unpublished_page_stays_unpublished(network):
    ensure_pages()
    pages(area=network.aanekoski).get().unpublish()
    network.aanekoski.name_fi = "Uusi nimi"
    network.aanekoski.save()
    ensure_pages()
    page = pages(area=network.aanekoski).get()
    assert (page.live, page.title) == (False, "Uusi nimi")


def test_two_municipalities_with_one_slug_get_different_addresses(network):
    twin = network.municipality("Äänekoski", "888")
    ensure_pages()
    assert pages(area=twin).get().slug != pages(area=network.aanekoski).get().slug
    assert not ensure_pages().changed


def test_translated_directories_are_kept_in_step(network, locales):
    ensure_pages()
    swedish = network.directory.copy_for_translation(locales["sv"], copy_parents=True)
    swedish.save_revision().publish()
    made = ensure_pages()
    page = pages(area=network.jyvaskyla, locale=locales["sv"]).get()
    assert (page.title, page.slug, page.live) == ("Jyväskylä stad", "jyvaskyla", True)
    original = pages(area=network.jyvaskyla, locale=locales["fi"]).get()
    assert page.translation_key == original.translation_key
    assert len(made.created) == 2
    network.municipality("Muurame", "500")
    assert len(ensure_pages().created) == 2
    assert not ensure_pages().created
