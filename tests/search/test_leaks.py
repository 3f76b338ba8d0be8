"""Closed means closed: in hits, counts, facets, suggestions, spellings, and the log of queries."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from soskes_wagtail import access, search_sources
from soskes_wagtail.access import RoleKey, Viewer, role_groups, viewer
from soskes_wagtail.directory_snippets.models import Area, Statute
from soskes_wagtail.search.models import SearchedQuery
from soskes_wagtail.search.services import query_log
from soskes_wagtail.search.services.query import Asked, search
from soskes_wagtail.search.services.suggestions import suggestions
from soskes_wagtail.search_sources import SearchEntry, SearchHit, SearchSource
from soskes_wagtail.sections.models import ArticlePage

WORD = "zebrakorko"


@pytest.fixture
def group(installed, monkeypatch):
    """A closed group of user 'jasen' with one post; its word occurs nowhere else."""
    monkeypatch.setattr(search_sources, "_sources", dict(search_sources._sources))
    monkeypatch.setattr(viewer, "_access_keys", list(viewer._access_keys))
    post = Statute.objects.create(number="1", year=2020, title_fi="Keskustelu", abbreviation="POST")
    search_sources.register_search_source(
        SearchSource(
            "post",
            "Posts",
            200,
            model=Statute,
            rows=lambda: Statute.objects.filter(abbreviation="POST"),
            entries=lambda posts: [
                SearchEntry(
                    object_id=each.pk,
                    title=f"{WORD} ja muuta",
                    text=f"Salainen {WORD}",
                    access=("ekollega:7",),
                    areas=["992"],
                    tags=[WORD],
                )
                for each in posts
            ],
            show=lambda viewer, posts, asked: {
                each.pk: SearchHit("", f"{WORD} ja muuta", "/x/") for each in posts
            },
        )
    )
    access.register_access_keys(
        lambda who: ["ekollega:7"] if who.user.get_username() == "jasen" else []
    )
    search_sources.records_changed(Statute, [post.pk])
    return post


@pytest.fixture
def people(installed):
    cache.clear()  # it remembers who has been counted today
    users = []
    for name in ("jasen", "muu"):
        user = get_user_model().objects.create_user(name, password="x")
        user.groups.add(*role_groups(RoleKey.READER))
        users.append(user)
    return users


def results(user, text, **options):
    return search(Viewer(user), Asked(text, "fi", **options))


def test_a_closed_group_is_found_by_its_members_only(group, people):
    member, other = people
    found = results(member, WORD)
    assert [hit.kind for hit in found.hits] == ["post"] and found.total == 1
    assert any(facet.name == "tag" for facet in found.facets)
    for who in (other, None):
        for text in (WORD, f"{WORD} ja", WORD[:-1], "zebrakorkko"):
            found = results(who, text)
            assert found.total == 0 == found.without_filters
            assert found.hits == () == found.facets
            assert WORD not in (found.spelling, *found.spelling.split())
    misspelt = WORD.replace("k", "g", 1)
    assert results(member, misspelt).spelling == WORD
    assert results(other, misspelt).spelling == results(None, misspelt).spelling == ""


def test_counts_and_facets_do_not_tell_of_it(group, people):
    member, other = people
    text = "laki"
    Statute.objects.filter(pk=group.pk).update(title_fi="x")
    before = results(other, text)
    assert not any(value.value == "post" for facet in before.facets for value in facet.values)
    by_area = results(other, WORD, facets={"area": "992"}, kind="post")
    assert by_area.total == 0 == by_area.without_filters
    assert results(member, WORD, facets={"area": "992"}, kind="post").total == 1


def test_suggestions_do_not_tell_of_it(group, people):
    member, other = people
    assert suggestions(Viewer(member), WORD[:4], "fi")
    for who in (other, None):
        for length in range(2, len(WORD) + 1):
            assert suggestions(Viewer(who), WORD[:length], "fi") == []
            assert suggestions(Viewer(who), f"muuta {WORD[:length]}", "fi") == []


def test_what_only_a_group_finds_is_not_in_the_log(group, people):
    member, other = people
    for who in (member, other):
        for text in (WORD, "lastensuojelu", "xyzzyx"):
            query_log.record(Viewer(who), results(who, text))
    logged = {row.query: row.hits for row in SearchedQuery.objects.all()}
    # Who is not a member found nothing: that much may be written down, but no hits of the group.
    assert logged.get(WORD, 0) == 0
    assert SearchedQuery.objects.filter(query=WORD, times__gte=2).count() == 0
    assert logged["lastensuojelu"] > 0 and logged["xyzzyx"] == 0


@pytest.mark.parametrize(
    "text", ["010190-123A", "0401234567", "040 123 4567", "meikä@example.com", "44100 äänekoski"]
)
def test_nothing_that_looks_like_a_person_is_logged(people, text):
    query_log.record(Viewer(people[0]), results(people[0], text))
    assert not SearchedQuery.objects.exists()


def test_one_person_counts_once_a_day(people):
    member, other = people
    for who in (member, member, member, other):
        query_log.record(Viewer(who), results(who, "Lastensuojelu"))
    assert SearchedQuery.objects.get().times == 2
    assert not any("user" in field.name for field in SearchedQuery._meta.fields)


def article(title=WORD, **values):
    page = ArticlePage.objects.get(slug="lastensuojeluilmoitus")
    page.title = title
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def test_a_page_of_a_closed_branch_is_not_found(people):
    page = article()
    parent = Page.objects.get(pk=page.get_parent().pk)
    reader = people[0]
    assert results(reader, WORD).total == 1
    assert suggestions(Viewer(reader), WORD[:5], "fi")
    restriction = PageViewRestriction.objects.create(
        page=parent, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert results(reader, WORD).total == 0
    assert suggestions(Viewer(reader), WORD[:5], "fi") == []
    restriction.delete()
    assert results(reader, WORD).total == 1


def test_a_page_moved_into_a_closed_branch_is_closed_with_it(people):
    page = article()
    target = ArticlePage.objects.exclude(pk=page.pk).exclude(path__startswith=page.path).first()
    assert results(people[0], WORD).total == 1
    PageViewRestriction.objects.create(
        page=target, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    page.move(Page.objects.get(pk=target.pk), "last-child")
    assert results(people[0], WORD).total == 0


def test_drafts_and_what_has_expired_are_not_found(people):
    page = article()
    page.title = "Luonnoskissa"
    page.save_revision()
    assert results(people[0], "luonnoskissa", precise=True).total == 0
    assert results(people[0], WORD).total == 1
    # Wagtail's scheduler comes later: the moment itself counts.
    later = article(expire_at=timezone.now() + timedelta(hours=1))
    assert results(people[0], WORD).total == 1
    ArticlePage.objects.filter(pk=later.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    found = results(people[0], WORD)
    assert found.total == 0 and found.hits == ()
    later.refresh_from_db()
    later.unpublish()
    assert results(people[0], WORD).total == 0


def test_an_index_that_lies_shows_nothing_closed(people, contact):
    """The last check is against the database, and the number follows it."""
    assert results(people[0], "sosiaalityöntekijä", kind="contact").total == 1
    type(contact).objects.filter(pk=contact.pk).update(audience="admins")
    found = results(people[0], "sosiaalityöntekijä", kind="contact")
    assert found.total == 0 and found.hits == ()


def test_fields_are_found_by_those_only_who_are_shown_them(people, contact):
    contact.person_name = "Kanarialintu Kalle"
    contact.person_name_audience = "own"
    contact.direct_phone, contact.direct_phone_audience = "014 555 7777", "admins"
    contact.save()
    admin = get_user_model().objects.create_superuser("yli", password="x")
    keeper = Viewer(people[1])
    keeper.__dict__["organisation_ids"] = frozenset({contact.organisation_id})

    def finds(who, text):
        asked = Asked(text, "fi", kind="contact", precise=True)
        return search(who, asked).total

    for text in ("kanarialintu", "sosiaalityöntekijä kanarialintu", "014 555 7777"):
        assert finds(Viewer(people[0]), text) == 0
        assert suggestions(Viewer(people[0]), text, "fi") == []
        assert finds(Viewer(admin), text) == 1
    assert finds(keeper, "kanarialintu") == 1
    assert finds(keeper, "014 555 7777") == 0
    # Several rows of one object are one hit.
    assert finds(Viewer(admin), "sosiaalityöntekijä") == 1
    assert len(search(Viewer(admin), Asked("sosiaalityöntekijä", "fi", kind="contact")).hits) == 1


def test_facets_name_no_closed_section(people, contact):
    found = results(people[0], "sosiaalityöntekijä", kind="contact")
    labels = {v.label for facet in found.facets if facet.name == "section" for v in facet.values}
    assert labels
    from soskes_wagtail.sections.models import ServiceSectionPage

    for page in ServiceSectionPage.objects.all():
        PageViewRestriction.objects.create(
            page_id=page.pk, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )
    found = results(people[0], "sosiaalityöntekijä", kind="contact")
    assert not any(facet.name == "section" for facet in found.facets)
    assert Area.objects.exists()
