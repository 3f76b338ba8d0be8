"""The page mixin: what a page gives its template, for whom, in which language, at what cost."""

import re

import pytest
from django.db import connection
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from testproject.models import HostPage, NetworkPage, NetworkSearchPage
from wagtail.models import Page, PageViewRestriction

from soskes_wagtail.access import RoleKey


def links(response, name):
    nav = re.search(rf'<nav class="{name}">(.*?)</nav>', response.content.decode()).group(1)
    return re.findall(r'href="([^"]*)"[^>]*>([^<]*)<', nav)


@pytest.fixture
def site(home, make):
    """SosKes home, three sections in the menu, one page that is not, a search page."""
    pages = {"home": home}
    for name in ("lapset", "iäkkäät", "vammaisuus"):
        pages[name] = make(home, name.title(), show_in_menus=True)
    pages["unlisted"] = make(home, "Ei valikossa")
    pages["search"] = make(home, "Haku", NetworkSearchPage)
    pages["article"] = make(pages["lapset"], "Ilmoitus")
    return {name: Page.objects.get(pk=page.pk).specific for name, page in pages.items()}


def test_menu_breadcrumbs_home_and_search(client, site):
    response = client.get(site["article"].url)
    assert response.status_code == 200
    assert [title for _, title in links(response, "menu")] == ["Lapset", "Iäkkäät", "Vammaisuus"]
    assert links(response, "crumbs") == [
        (site["home"].url, "SosKes"),
        (site["lapset"].url, "Lapset"),
    ]
    context = response.context_data
    assert context["soskes_home"].url == site["home"].url
    assert context["soskes_search_url"] == site["search"].url
    assert [link.is_ancestor for link in context["soskes_menu"]] == [True, False, False]
    assert not any(link.is_current for link in context["soskes_menu"])
    assert client.get(site["lapset"].url).context_data["soskes_menu"][0].is_current


def test_base_template_comes_from_the_settings(client, site):
    assert client.get(site["home"].url).context_data["soskes_base"] == "soskes_wagtail/base.html"
    with override_settings(SOSKES={"BASE_TEMPLATE": "testproject/host_base.html"}):
        base = client.get(site["home"].url).context_data["soskes_base"]
    assert base == "testproject/host_base.html"


def test_closed_pages_are_in_no_menu_and_search_is_not_offered(client, site, close, person):
    close(site["iäkkäät"])
    close(site["search"])
    response = client.get(site["lapset"].url)
    text = response.content.decode()
    assert "Iäkkäät" not in text
    assert site["iäkkäät"].url not in text
    assert len(links(response, "menu")) == 2
    assert response.context_data["soskes_search_url"] is None
    client.force_login(person("member"))
    response = client.get(site["lapset"].url)
    assert len(links(response, "menu")) == 3
    assert response.context_data["soskes_search_url"] == site["search"].url


def test_drafts_are_in_no_menu_and_no_breadcrumb(client, site):
    site["vammaisuus"].unpublish()
    site["lapset"].unpublish()
    response = client.get(site["article"].url)
    assert [title for _, title in links(response, "menu")] == ["Iäkkäät"]
    assert [title for _, title in links(response, "crumbs")] == ["SosKes"]


def test_page_without_a_home_above_has_no_menu(client, root, make):
    page = make(make(root, "Yläsivu"), "Yksin")
    context = client.get(page.url).context_data
    assert context["soskes_home"] is None
    assert context["soskes_menu"] == []
    assert context["soskes_search_url"] is None
    assert [link.title for link in context["soskes_breadcrumbs"]] == ["MediKes", "Yläsivu"]


def test_same_navigation_without_wagtails_routing(rf, client, site):
    request = RequestFactory().get("/")
    page = NetworkPage.objects.get(pk=site["article"].pk)
    direct, routed = page.get_context(request), client.get(page.url).context_data
    for name in ("soskes_home", "soskes_menu", "soskes_breadcrumbs", "soskes_search_url"):
        assert direct[name] == routed[name], name


# Languages


@pytest.fixture
def swedish(site, locales):
    """The whole of SosKes in Swedish, published."""
    for name in ("home", "lapset", "article"):
        version = site[name].copy_for_translation(locales["sv"])
        version.title = f"{version.title} sv"
        version.save_revision().publish()
    return site["article"].get_translation(locales["sv"]).specific


def test_language_links_are_live_versions(client, site, swedish, locales):
    article = site["article"]
    response = client.get(article.url)
    assert links(response, "languages") == [(article.url, "Suomi"), (swedish.url, "Svenska")]
    assert [link.code for link in response.context_data["soskes_languages"]] == ["fi", "sv"]
    swedish.unpublish()
    assert links(client.get(article.url), "languages") == [(article.url, "Suomi")]


def test_language_links_are_only_versions_the_viewer_may_see(client, site, swedish, person):
    # As a host may have it that closed only one version, before SosKes closes the others.
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page_id=swedish.pk, restriction_type="login")]
    )
    response = client.get(site["article"].url)
    assert [link.code for link in response.context_data["soskes_languages"]] == ["fi"]
    assert swedish.url not in response.content.decode()
    client.force_login(person("member"))
    response = client.get(site["article"].url)
    assert [link.code for link in response.context_data["soskes_languages"]] == ["fi", "sv"]


def test_page_is_rendered_in_its_own_language(client, site, swedish):
    assert '<p class="language">sv</p>' in client.get(swedish.url).content.decode()
    assert '<p class="language">fi</p>' in client.get(site["article"].url).content.decode()


@override_settings(ROOT_URLCONF="support.plain_urls")
def test_own_language_where_the_hosts_urls_choose_none(client, root, make, locales):
    """Without i18n_patterns the language comes from the browser or the settings."""
    page = make(root, "Svenska sidan", locale=locales["sv"])
    response = client.get("/svenska-sidan/", headers={"accept-language": "fi"})
    assert page.title in response.content.decode()
    assert '<p class="language">sv</p>' in response.content.decode()
    assert response.headers["Content-Language"] == "sv"
    assert translation.get_language() == "fi"


def test_preview_is_in_the_pages_own_language(site, swedish, rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    with translation.override("en"):
        response = swedish.make_preview_request(original_request=request)
    assert '<p class="language">sv</p>' in response.content.decode()


# Headers


def test_what_a_member_gets_is_private(client, site, close, person, role):
    assert "private" not in client.get(site["lapset"].url).headers.get("Cache-Control", "")
    assert "Cookie" in client.get(site["lapset"].url).headers["Vary"]
    client.force_login(person("member", role(RoleKey.READER)))
    assert "private" in client.get(site["lapset"].url).headers["Cache-Control"]
    close(site["home"])
    assert "private" in client.get(site["lapset"].url).headers["Cache-Control"]
    assert "<p>member</p>" in client.get(site["lapset"].url).content.decode()


def test_what_a_page_password_opened_is_private(client, site, close):
    restriction = close(site["lapset"], PageViewRestriction.PASSWORD, password="salasana")
    asked = client.get(site["lapset"].url)
    assert "Ilmoitus" not in asked.content.decode()
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{site['lapset'].pk}/",
        {"password": "salasana", "return_url": site["lapset"].url},
    )
    for name in ("article", "iäkkäät"):
        response = client.get(site[name].url)
        assert "private" in response.headers["Cache-Control"]
        assert "Lapset" in response.content.decode()


def test_closed_page_sends_to_the_login_and_says_nothing(client, site, close):
    close(site["lapset"])
    response = client.get(site["article"].url)
    assert response.status_code == 302
    assert b"Ilmoitus" not in response.content


# Cost


def cost(client, page):
    client.get(page.url)  # warm
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page.url).status_code == 200
    return queries


def floor(page):
    """Wagtail's own queries for a page, by the number of parts of its address."""
    return 5 + 2 * len([part for part in page.url.split("/") if part])


def test_member_costs_at_most_eight_queries_above_wagtails_floor(
    client, site, swedish, close, person, role
):
    reader = role(RoleKey.READER)
    close(site["home"], PageViewRestriction.GROUPS, [reader])
    client.force_login(person("member", reader))
    for name in ("home", "lapset", "article"):
        queries = cost(client, site[name])
        assert len(queries) <= floor(site[name]) + 8, [q["sql"][:160] for q in queries]


def test_queries_are_the_same_with_10_and_200_pages(client, site, make, close, person, groups):
    home = site["home"]
    client.force_login(person("member", groups["a"]))
    page = site["article"]

    def grow(count):
        have = home.get_children().count()
        for number in range(have, count):
            make(home, f"Osio {number}", [NetworkPage, HostPage][number % 2], show_in_menus=True)
            make(site["lapset"], f"Sisar {number}")
            if number % 10 == 0:
                close(make(home, f"Suljettu {number}"), "groups", [groups["b"]])
        return len(cost(client, page))

    few = grow(10)
    menu = len(client.get(page.url).context_data["soskes_menu"])
    many = grow(200)
    assert many == few
    assert len(client.get(page.url).context_data["soskes_menu"]) > menu + 150
