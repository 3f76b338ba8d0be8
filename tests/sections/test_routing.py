"""The quick way to a page finds what Wagtail's own way finds, no more and no less."""

import pytest
from django.core.cache import cache
from django.http import Http404
from wagtail.models import Page, PageViewRestriction

from soskes_wagtail.sections.models import ArticlePage, EventListingPage, SosKesHomePage


@pytest.fixture
def tree(network):
    article = network.page(network.section, "Ohje", ArticlePage, slug="ohje")
    network.page(article, "Alempi", ArticlePage, slug="alempi")
    network.page(network.section, "Luonnos", ArticlePage, slug="luonnos", live=False)
    other = network.page(network.home, "Muu", ArticlePage, slug="muu")
    network.page(other, "Ohje", ArticlePage, slug="ohje")
    network.page(network.home, "Kalenteri", EventListingPage, slug="kalenteri")
    return network.fresh(network.home)


PATHS = [
    "",
    "lastensuojelu",
    "lastensuojelu/ohje",
    "lastensuojelu/ohje/alempi",
    "lastensuojelu/alempi",
    "lastensuojelu/luonnos",
    "muu/ohje",
    "muu/ohje/alempi",
    "ohje",
    "ohje/lastensuojelu",
    "kalenteri",
    "kalenteri/kalenteri.ics",
    "kalenteri/xyz",
    "xyz",
    "lastensuojelu/lastensuojelu",
]


@pytest.mark.parametrize("path", PATHS)
def test_it_finds_what_wagtail_finds(tree, rf, path):
    def result(route):
        try:
            found = route(rf.get("/"), [part for part in path.split("/") if part])
        except Http404:
            return None
        return (type(found.page), found.page.pk, found.page.depth)

    slow = super(type(tree).__mro__[1], tree).route
    assert result(tree.route) == result(slow)


def test_parents_are_remembered_for_breadcrumbs(tree, rf, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = tree.route(rf.get("/"), ["lastensuojelu", "ohje", "alempi"]).page
    with django_assert_num_queries(0):
        assert page.get_parent().title == "Ohje"
        assert page.get_parent().get_parent().title == "Lastensuojelu"


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
@pytest.mark.parametrize("where", ["root", "host", "home", "section", "self"])
def test_privacy_is_what_wagtail_says_it_is(network, tree, rf, close, groups, kind, where):
    article = Page.objects.get(slug="alempi")
    place = {
        "root": Page.objects.get(depth=1),
        "host": network.home.get_parent(),
        "home": network.home,
        "section": network.section,
        "self": article,
    }[where]
    close(place, kind, [groups["a"]] if kind == "groups" else (), password="sala")
    host = network.home.get_parent().specific
    page = host.route(rf.get("/"), ["soskes", "lastensuojelu", "ohje", "alempi"]).page
    ours, wagtails = page.get_view_restrictions(), Page.get_view_restrictions(page)
    assert list(ours) == list(wagtails)
    for mine, theirs in zip(ours, wagtails, strict=True):
        assert set(mine.groups.all()) == set(theirs.groups.all())


def test_a_page_below_an_alias_is_as_private_as_what_the_alias_shows(
    network, tree, rf, close, groups
):
    copy = network.fresh(network.section).create_alias(
        recursive=True, parent=network.home, update_slug="kopio"
    )
    close(network.section, "groups", [groups["a"]])
    host = network.home.get_parent().specific
    page = host.route(rf.get("/"), ["soskes", "kopio", "ohje"]).page
    assert page.get_ancestors().filter(pk=copy.pk).exists()
    assert [r.page_id for r in page.get_view_restrictions()] == [network.section.pk]


def test_a_home_within_a_home_is_its_own(network, tree, rf):
    inner = network.page(network.home, "Sisempi", SosKesHomePage, slug="sisempi")
    network.page(inner, "Ohje", ArticlePage, slug="ohje")
    page = tree.route(rf.get("/"), ["sisempi", "ohje"]).page
    assert page.get_parent().pk == inner.pk


def test_restrictions_compare_only_groups_they_name(network, member, close, groups, reader):
    close(network.section, PageViewRestriction.GROUPS, [groups["a"]])
    assert member.get(network.section.url).status_code == 302
    reader.groups.add(groups["a"])
    assert member.get(network.section.url).status_code == 200


class TestKnownWays:
    """With the page cache on, the way to a page is remembered; the page itself never is."""

    @pytest.fixture(autouse=True)
    def switched_on(self, settings):
        settings.SOSKES = {"PAGE_CACHE_SECONDS": 60}
        cache.clear()
        yield
        cache.clear()

    @pytest.fixture
    def at(self, tree, rf):
        def page(path):
            parts = path.split("/")
            try:
                return tree.route(rf.get("/"), parts).page
            except Http404:
                return None

        return page

    def test_the_second_time_takes_one_query_and_finds_the_same(
        self, tree, rf, django_assert_num_queries
    ):
        parts = ["lastensuojelu", "ohje", "alempi"]
        first = tree.route(rf.get("/"), parts).page
        with django_assert_num_queries(2):  # the content version and the page
            again = tree.route(rf.get("/"), parts).page
            assert again.get_parent().get_parent().title == "Lastensuojelu"
            assert again.locale.language_code == "fi"
        assert (type(again), again.pk) == (type(first), first.pk)

    def test_the_way_to_a_page_with_routes_is_known_whatever_comes_after(
        self, tree, rf, django_assert_num_queries
    ):
        tree.route(rf.get("/"), ["kalenteri", "kalenteri"])
        for rest in (["kalenteri"], []):
            with django_assert_num_queries(2):  # the content version and the page
                found = tree.route(rf.get("/"), ["kalenteri", *rest])
            assert found.page.slug == "kalenteri"

    @pytest.mark.parametrize("path", PATHS[1:])
    def test_it_finds_what_wagtail_finds_every_time(self, tree, rf, path):
        def result(route):
            try:
                return route(rf.get("/"), path.split("/")).page.pk
            except Http404:
                return None

        slow = result(super(type(tree).__mro__[1], tree).route)
        assert [result(tree.route), result(tree.route)] == [slow, slow]

    # Even where a change came past the signals that count changes.

    def test_an_unpublished_page_is_gone(self, at):
        page = at("lastensuojelu/ohje")
        Page.objects.filter(pk=page.pk).update(live=False)
        assert at("lastensuojelu/ohje") is None

    def test_a_page_that_was_moved_answers_at_its_new_address_only(self, at, tree):
        page = at("lastensuojelu/ohje/alempi")
        page.move(at("muu"), pos="last-child")
        assert at("lastensuojelu/ohje/alempi") is None
        assert at("muu/alempi").pk == page.pk

    def test_a_page_with_another_slug_answers_to_that_only(self, at):
        page = at("lastensuojelu/ohje")
        Page.objects.filter(pk=page.pk).update(slug="uusi")
        assert at("lastensuojelu/ohje") is None
        assert at("lastensuojelu/uusi").pk == page.pk

    def test_a_page_closed_meanwhile_is_closed_at_the_next_request(self, at, network, member):
        page = at("lastensuojelu/ohje")
        assert member.get(page.url).status_code == 200
        PageViewRestriction.objects.bulk_create(
            [PageViewRestriction(page_id=page.get_parent().pk, restriction_type="groups")]
        )
        assert member.get(page.url).status_code == 302
        PageViewRestriction.objects.all().delete()
        assert member.get(page.url).status_code == 200
