"""Pages to be used rather than read stand in every language that the SosKes home is in."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from wagtail.models import Locale, Page

from soskes_wagtail.access import RoleKey, role_groups
from soskes_wagtail.install import tool_pages
from soskes_wagtail.sections.models import MembersPage, SosKesHomePage

LANGUAGES = {
    "sv": {"Sök personer", "Medlemmar", "Sök", "Ge respons"},
    "en": {"People search", "Members", "Search", "Give feedback"},
}


@pytest.fixture
def translate(installed):
    """translate("sv"): the home in a language, published as editors do."""

    def make(code):
        locale = Locale.objects.get(language_code=code)
        page = SosKesHomePage.objects.get(locale__language_code="fi")
        host = page.get_parent().specific
        if not host.has_translation(locale):
            host.copy_for_translation(locale).save_revision().publish()
        home = page.copy_for_translation(locale)
        assert not tool_pages_in(code)  # not before the home is published
        home.save_revision().publish()
        return home

    return make


def tool_pages_in(code):
    models = tuple(tool_pages._tools)
    pages = Page.objects.filter(locale__language_code=code).specific()
    return [page for page in pages if isinstance(page, models)]


def test_every_tool_has_its_page(installed):
    assert len(tool_pages_in("fi")) == len(tool_pages._tools) == 9


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_home_that_is_published_brings_them_along(translate, code):
    home = translate(code)
    there = tool_pages_in(code)
    assert len(there) == len(tool_pages_in("fi"))
    assert all(page.live and page.is_child_of(home) for page in there)
    titles = {page.title for page in there}
    assert len(titles & LANGUAGES[code]) >= 3, titles
    for page in there:
        source = page.get_translations().get(locale__language_code="fi").specific
        assert type(source) is type(page)
        assert page.slug != source.slug or page.slug in ("ekollega",)
        assert page.get_view_restrictions().exists()


def test_they_work_and_lead_to_each_other(translate, client):
    translate("sv")
    user = get_user_model().objects.create_user("läsare", password="x")
    user.groups.add(*role_groups(RoleKey.READER))
    client.force_login(user)
    for page in tool_pages_in("sv"):
        answer = client.get(page.get_url())
        assert answer.status_code == 200, page
        html = answer.content.decode()
        source = page.get_translations().get(locale__language_code="fi")
        assert f'href="{source.get_url()}"' in html, page
        client.logout()
        assert client.get(page.get_url()).status_code == 302
        client.force_login(user)


def test_installing_again_makes_what_is_missing_once(translate):
    home = translate("sv")
    ids = {page.pk for page in tool_pages_in("sv")}
    call_command("soskes_install", verbosity=0)
    assert {page.pk for page in tool_pages_in("sv")} == ids
    members = MembersPage.objects.child_of(home).get()
    members.delete()
    SosKesHomePage.objects.get(pk=home.pk).save_revision().publish()
    assert not MembersPage.objects.filter(locale=home.locale).exists()  # it was taken away
    call_command("soskes_install", verbosity=0)
    assert MembersPage.objects.filter(locale=home.locale).exists()


def test_uninstalling_takes_all_of_them(translate):
    translate("sv")
    call_command("soskes_uninstall", yes=True, verbosity=0)
    for code in ("fi", "sv"):
        assert not tool_pages_in(code)
