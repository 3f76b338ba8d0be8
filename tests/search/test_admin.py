"""Search in the admin: the editors' words, the report, lists, and Wagtail's own searches."""

import pytest
from django.contrib.auth import get_user_model
from django.test import override_settings
from django.urls import reverse
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from soskes_wagtail.access import RoleKey, role_groups
from soskes_wagtail.search.models import SearchedQuery, Synonym
from soskes_wagtail.sections.models import ArticlePage

BACKENDS = {"default": {"BACKEND": "soskes_wagtail.search.backends.database"}}


@pytest.fixture
def section_editor(installed):
    user = get_user_model().objects.create_user("osio", password="x")
    user.groups.add(*role_groups(RoleKey.SECTION_EDITOR))
    return user


def test_section_editors_keep_synonyms(client, section_editor, reader):
    client.force_login(section_editor)
    address = "/admin/snippets/soskes_search/synonym/"
    assert client.get(address).status_code == 200
    sent = {"word": "OMT", "meanings": "omaishoidon tuki"}
    assert client.post(address + "add/", sent).status_code == 302
    assert Synonym.objects.get().meaning_words == [("omaishoidon", "tuki")]
    response = client.post(address + "add/", {"word": "*", "meanings": "%"})
    assert response.status_code == 200 and Synonym.objects.count() == 1
    client.force_login(reader)
    assert client.get(address).status_code == 302


def test_the_report_shows_what_is_missing_and_nothing_of_one_person(client, section_editor, reader):
    for query, hits, times in (("kirahvi", 0, 3), ("norsu", 5, 9), ("matti meikäläinen", 0, 1)):
        SearchedQuery.objects.create(
            day="2026-01-01", language="fi", query=query, hits=hits, times=times
        )
    client.force_login(section_editor)
    html = client.get("/admin/reports/soskes-searches/").content.decode()
    assert html.index("kirahvi") < html.index("norsu")
    assert "meikäläinen" not in html
    file = client.get("/admin/reports/soskes-searches/?export=csv").getvalue().decode()
    assert "kirahvi" in file and "meikäläinen" not in file
    client.force_login(reader)
    assert client.get("/admin/reports/soskes-searches/").status_code == 302


def test_lists_of_records_find_inflections_and_parts(client, contact):
    admin = get_user_model().objects.create_superuser("yli", password="x")
    client.force_login(admin)
    address = "/admin/snippets/soskes_directory/contact/"
    for text in ("suojelu", "sosiaalityöntekijälle", "aanekoski"):
        assert contact.role_title_fi in client.get(address, {"q": text}).content.decode()
    assert contact.role_title_fi not in client.get(address, {"q": "kirahvi"}).content.decode()


@override_settings(WAGTAILSEARCH_BACKENDS=BACKENDS)
def test_the_window_for_choosing_pages_finds_forms(client, installed):
    page = ArticlePage.objects.get(slug="lastensuojeluilmoitus")
    page.title = "Kirahvinhoitajien käsikirja"
    page.save_revision().publish()
    get_search_backend().get_index_for_model(ArticlePage).add_items(ArticlePage, [page])
    client.force_login(get_user_model().objects.create_superuser("yli", password="x"))
    address = reverse("wagtailadmin_choose_page_search")
    for text in ("kirahvinhoitaja", "hoitaja", "kirahvinhoitajaa"):
        assert page.title in client.get(address, {"q": text}).content.decode(), text


@override_settings(WAGTAILSEARCH_BACKENDS=BACKENDS)
def test_the_drop_in_backend_finds_forms_of_pages(installed):
    page = ArticlePage.objects.get(slug="lastensuojeluilmoitus")
    page.title = "Kirahvinhoitajien käsikirja"
    page.save_revision().publish()
    backend = get_search_backend()
    backend.get_index_for_model(ArticlePage).add_items(ArticlePage, [page])
    for text in ("kirahvinhoitaja", "hoitaja", "kirahvinhoitajaa", "kirahvinhoitajien"):
        assert page.pk in [found.pk for found in backend.search(text, Page)], text
        assert page.pk in [found.pk for found in backend.autocomplete(text, Page)], text
    for text in ('"', '"  "', "*", "%", "\\", "x" * 3_000, "kirahvi OR (", ""):
        list(backend.search(text, Page))
        list(backend.autocomplete(text, Page))


@override_settings(WAGTAILSEARCH_BACKENDS=BACKENDS)
def test_the_drop_in_backend_leaves_the_rest_of_the_index_alone(
    installed, django_assert_max_num_queries
):
    page = ArticlePage.objects.get(slug="lastensuojeluilmoitus")
    index = get_search_backend().get_index_for_model(ArticlePage)
    with django_assert_max_num_queries(12) as queries:
        index.add_items(ArticlePage, [page])
    assert not any("AVG(" in query["sql"].upper() for query in queries.captured_queries)
