"""Privacy follows translations: no language version is ever more open than its source."""

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from testproject.models import HostPage, NetworkPage
from wagtail.models import Page, PageLogEntry, PageViewRestriction
from wagtail_localize.models import LocaleSynchronization, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from soskes_wagtail.access import visible_to
from soskes_wagtail.access.privacy import sync_all_privacy, sync_privacy

LOGIN, GROUPS, PASSWORD = (
    PageViewRestriction.LOGIN,
    PageViewRestriction.GROUPS,
    PageViewRestriction.PASSWORD,
)


def rules(page):
    """Restrictions set on the page itself, as comparable values."""
    return sorted(
        (r.restriction_type, r.password, sorted(r.groups.values_list("name", flat=True)))
        for r in PageViewRestriction.objects.filter(page_id=page.pk)
    )


def effective(page):
    """Restrictions by which Wagtail serves the page, those of the pages above included."""
    page = Page.objects.get(pk=page.pk)
    return {
        (r.restriction_type, r.password, tuple(sorted(r.groups.values_list("name", flat=True))))
        for r in page.get_view_restrictions()
    }


def assert_no_version_is_more_open(*pages):
    for page in pages:
        for version in Page.objects.filter(translation_key=page.translation_key):
            assert effective(page) <= effective(version), version.url_path


@pytest.fixture
def translate(locales):
    """translate(page, "sv"): a published copy for translation."""

    def copy(page, code="sv", publish=True):
        page = Page.objects.get(pk=page.pk).specific
        version = page.copy_for_translation(locales[code], copy_parents=True)
        if publish:
            version.save_revision().publish()
        return Page.objects.get(pk=version.pk).specific

    return copy


@pytest.fixture
def family(home, make, translate):
    """A page of SosKes in Finnish (source), Swedish and English; the parents too."""
    page = make(home, "Lastensuojelu")
    for parent in (home.get_parent(), home):
        for code in ("sv", "en"):
            if not parent.get_translations().filter(locale__language_code=code).exists():
                translate(parent, code)
    return {"fi": page, "sv": translate(page, "sv"), "en": translate(page, "en")}


KINDS = [(LOGIN, (), ""), (GROUPS, ("a", "b"), ""), (PASSWORD, (), "salasana")]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(("kind", "names", "password"), KINDS, ids=[k for k, _, _ in KINDS])
def test_closing_any_version_closes_all_at_once(
    family, close, groups, language, kind, names, password
):
    close(family[language], kind, [groups[name] for name in names], password)
    for version in family.values():
        assert rules(version) == [(kind, password, list(names))]
    assert not visible_to(AnonymousUser(), Page.objects.filter(title="Lastensuojelu")).exists()


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_changing_any_version_changes_all(family, close, groups, language):
    close(family["fi"], GROUPS, [groups["a"]])
    restriction = family[language].view_restrictions.get()
    restriction.groups.set([groups["b"]])
    for version in family.values():
        assert rules(version) == [(GROUPS, "", ["b"])]
    restriction.restriction_type, restriction.password = PASSWORD, "uusi"
    restriction.save()
    restriction.groups.clear()
    for version in family.values():
        assert rules(version) == [(PASSWORD, "uusi", [])]


def test_groups_changed_from_the_side_of_the_group(family, close, groups):
    close(family["fi"], GROUPS, [groups["a"]])
    groups["b"].pageviewrestriction_set.add(family["sv"].view_restrictions.get())
    assert rules(family["en"]) == [(GROUPS, "", ["a", "b"])]
    groups["b"].pageviewrestriction_set.remove(family["fi"].view_restrictions.get())
    assert rules(family["sv"]) == [(GROUPS, "", ["a"])]
    groups["a"].pageviewrestriction_set.clear()
    for version in family.values():
        assert rules(version) == [(GROUPS, "", [])]


@pytest.mark.parametrize("through", ["object", "queryset"])
def test_opening_the_source_opens_all(family, close, groups, through):
    close(family["fi"], GROUPS, [groups["a"]])
    if through == "object":
        family["fi"].view_restrictions.get().delete()
    else:
        family["fi"].view_restrictions.all().delete()
    for version in family.values():
        assert rules(version) == []


def test_opening_another_version_while_the_source_is_closed_is_undone(family, close, groups):
    close(family["fi"], GROUPS, [groups["a"]])
    family["sv"].view_restrictions.get().delete()
    for version in family.values():
        assert rules(version) == [(GROUPS, "", ["a"])]


def test_oldest_version_is_the_source_where_the_default_language_is_missing(
    root, make, locales, translate, close
):
    host = root.get_translation(locales["sv"])
    swedish = make(host, "Bara svenska")
    english = translate(swedish, "en")
    close(english)
    english.view_restrictions.get().delete()
    assert rules(english) == rules(swedish) == [(LOGIN, "", [])]
    swedish.view_restrictions.get().delete()
    assert rules(english) == rules(swedish) == []


def test_deleting_a_version_opens_none_of_the_others(family, close):
    close(family["fi"])
    Page.objects.get(pk=family["fi"].pk).delete()
    assert rules(family["sv"]) == rules(family["en"]) == [(LOGIN, "", [])]


def test_deleting_a_group_leaves_pages_closed(family, close, groups):
    close(family["fi"], GROUPS, [groups["a"]])
    groups["a"].delete()
    for version in family.values():
        assert rules(version) == [(GROUPS, "", [])]


def test_a_restriction_of_another_kind_is_not_given_up(family, close, groups):
    """A version closed for itself, past the signals, does not loosen the source."""
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page_id=family["fi"].pk, restriction_type=PASSWORD, password="p")]
    )
    close(family["sv"], LOGIN)
    for version in family.values():
        assert rules(version) == [(LOGIN, "", []), (PASSWORD, "p", [])]


def test_history_of_every_version_tells(family, close):
    close(family["fi"])
    for version in family.values():
        entries = PageLogEntry.objects.filter(
            page=version.pk, action="wagtail.view_restriction.create"
        )
        assert entries.count() == 1


# Versions made later


@pytest.mark.parametrize(("kind", "names", "password"), KINDS, ids=[k for k, _, _ in KINDS])
@pytest.mark.parametrize("way", ["copy", "alias", "localize", "by hand", "sync"])
def test_version_made_later_is_closed_once(
    home, make, close, groups, locales, admin_user, kind, names, password, way
):
    translated_home = home.copy_for_translation(locales["sv"], copy_parents=True)
    page = make(home, "Suljettu")
    close(page, kind, [groups[name] for name in names], password)
    page = Page.objects.get(pk=page.pk).specific
    if way == "copy":
        page.copy_for_translation(locales["sv"])
    elif way == "alias":
        page.copy_for_translation(locales["sv"], alias=True)
    elif way == "localize":
        translate_object(page, [locales["sv"]], user=admin_user)
    elif way == "by hand":
        make(translated_home, "Stängd", translation_key=page.translation_key)
    else:
        LocaleSynchronization.objects.create(locale=locales["sv"], sync_from=locales["fi"])
    version = page.get_translation(locales["sv"])
    assert rules(version) == [(kind, password, list(names))]
    assert rules(page) == [(kind, password, list(names))]


def test_wagtails_copying_leaves_a_gap_that_is_closed(home, make, close, groups, locales):
    """Wagtail copies no restriction where the new parent has one already, whatever it is."""
    make(home, "Muu")
    parent = home.copy_for_translation(locales["sv"], copy_parents=True)
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page_id=parent.pk, restriction_type=LOGIN)]
    )
    page = make(home, "Suljettu")
    close(page, GROUPS, [groups["a"]])
    version = Page.objects.get(pk=page.pk).specific.copy_for_translation(locales["sv"])
    assert rules(version) == [(GROUPS, "", ["a"])]


def test_localize_publishing_keeps_versions_closed(home, make, close, groups, locales):
    home.copy_for_translation(locales["sv"], copy_parents=True)
    page = make(home, "Suljettu")
    close(page, GROUPS, [groups["a"]])
    page = Page.objects.get(pk=page.pk).specific
    source, _ = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locales["sv"])
    for _ in range(2):
        translation.save_target()
        version = page.get_translation(locales["sv"])
        assert rules(version) == [(GROUPS, "", ["a"])]
        assert rules(page) == [(GROUPS, "", ["a"])]


def test_alias_made_a_page_of_its_own_stays_closed(home, make, close, groups, locales, translate):
    home.copy_for_translation(locales["sv"], copy_parents=True)
    page = make(home, "Suljettu")
    alias = page.copy_for_translation(locales["sv"], alias=True)
    close(page, GROUPS, [groups["a"]])
    Page.objects.filter(pk=alias.pk).update(alias_of=None)
    assert_no_version_is_more_open(page)
    assert rules(alias) == [(GROUPS, "", ["a"])]


# Versions elsewhere in the tree


def test_version_outside_the_closed_branch_is_closed_for_itself(family, home, make, close, groups):
    child = make(family["fi"], "Ohje")
    stray = make(family["sv"].get_parent(), "Anvisning", translation_key=child.translation_key)
    close(family["fi"], GROUPS, [groups["a"]])
    assert rules(stray) == [(GROUPS, "", ["a"])]
    assert rules(child) == []
    family["fi"].view_restrictions.get().groups.set([groups["b"]])
    assert rules(stray) == [(GROUPS, "", ["b"])]
    family["fi"].view_restrictions.get().delete()
    assert rules(stray) == []


def test_own_restriction_of_such_a_version_stays(family, make, close, groups):
    child = make(family["fi"], "Ohje")
    stray = make(family["sv"].get_parent(), "Anvisning", translation_key=child.translation_key)
    close(family["fi"], GROUPS, [groups["a"]])
    close(child, LOGIN)
    assert rules(stray) == [(GROUPS, "", ["a"]), (LOGIN, "", [])]
    family["fi"].view_restrictions.get().delete()
    assert rules(stray) == rules(child) == [(LOGIN, "", [])]


def test_inherited_restriction_cannot_be_taken_off_a_version(family, make, close, groups):
    child = make(family["fi"], "Ohje")
    stray = make(family["sv"].get_parent(), "Anvisning", translation_key=child.translation_key)
    close(family["fi"], GROUPS, [groups["a"]])
    stray.view_restrictions.get().delete()
    assert rules(stray) == [(GROUPS, "", ["a"])]
    assert rules(child) == []


def test_moving_the_source_into_a_closed_branch_closes_its_versions(
    family, home, make, close, translate
):
    closed = make(home, "Suljettu")
    close(closed)
    page = Page.objects.get(pk=family["fi"].pk)
    page.move(Page.objects.get(pk=closed.pk), pos="last-child")
    assert rules(family["sv"]) == [(LOGIN, "", [])]
    assert_no_version_is_more_open(family["fi"])
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=home.pk), pos="last-child")
    assert rules(family["sv"]) == []


def test_moving_a_version_out_of_a_closed_branch_leaves_it_closed(family, close):
    close(Page.objects.get(pk=family["fi"].get_parent().pk))
    version = Page.objects.get(pk=family["sv"].pk)
    assert rules(version) == []
    host = version.get_parent().get_parent()
    version.move(host, pos="last-child")
    assert rules(version) == [(LOGIN, "", [])]


def test_closing_a_host_page_above_closes_versions_of_soskes_only(
    root, family, make, close, locales
):
    host_child = make(root, "Isännän sivu", HostPage)
    host_version = make(
        root.get_translation(locales["sv"]),
        "Värdens sida",
        HostPage,
        translation_key=host_child.translation_key,
    )
    close(root)
    assert rules(root.get_translation(locales["sv"])) == []
    assert rules(host_version) == []
    assert_no_version_is_more_open(family["fi"])
    home_version = family["sv"].get_parent()
    assert rules(home_version) == [(LOGIN, "", [])]
    assert rules(family["sv"]) == []  # closed with its parent; nothing is set twice


# Whose pages


def test_pages_of_the_host_are_left_alone(root, make, close, locales, translate):
    page = make(root, "Isännän sivu", HostPage)
    version = translate(page, "sv")
    close(page)
    assert rules(version) == []
    assert sync_all_privacy() == 0
    assert sync_privacy(page) == 0


def test_plain_pages_below_soskes_follow(home, make, close, translate, locales):
    page = make(home, "Tavallinen", HostPage)
    version = translate(page, "sv")
    close(page)
    assert rules(version) == [(LOGIN, "", [])]


# Mending


def closed_past_the_signals(page, kind=LOGIN, **fields):
    return PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page_id=page.pk, restriction_type=kind, **fields)]
    )[0]


def test_sync_closes_what_signals_did_not_see(family, groups):
    made = closed_past_the_signals(family["fi"], GROUPS)
    PageViewRestriction.groups.through.objects.bulk_create(
        [
            PageViewRestriction.groups.through(
                pageviewrestriction_id=made.pk, group_id=groups["a"].pk
            )
        ]
    )
    assert rules(family["sv"]) == []
    assert sync_all_privacy() == 2
    for version in family.values():
        assert rules(version) == [(GROUPS, "", ["a"])]
    assert sync_all_privacy() == 0


def test_sync_opens_nothing(family):
    closed_past_the_signals(family["sv"])
    assert sync_all_privacy() == 0
    assert rules(family["sv"]) == [(LOGIN, "", [])]
    assert rules(family["fi"]) == []


def test_sync_of_one_page_takes_its_subtree(family, home, make, translate):
    other = make(home, "Toinen")
    translate(other)
    closed_past_the_signals(family["fi"])
    closed_past_the_signals(other)
    assert sync_privacy(family["fi"]) == 2
    assert sync_privacy(home) == 1


def test_command_says_what_it_closed(family):
    closed_past_the_signals(family["fi"])
    first, second = StringIO(), StringIO()
    with translation.override("en"):
        call_command("soskes_sync_privacy", stdout=first)
        call_command("soskes_sync_privacy", stdout=second)
    kind = "Private, accessible to any logged-in users"
    assert first.getvalue().splitlines() == [
        f"Closed: Lastensuojelu (sv, page {family['sv'].pk}), {kind}",
        f"Closed: Lastensuojelu (en, page {family['en'].pk}), {kind}",
        "2 restrictions set",
    ]
    assert second.getvalue() == "Nothing to close\n"


def test_privacy_dialog_of_the_admin(family, groups, client, admin_user):
    """The whole way that an editor goes: close for a group, then open again."""
    client.force_login(admin_user)
    url = f"/admin/pages/{family['sv'].pk}/privacy/"
    answer = {"restriction_type": "groups", "groups": [groups["a"].pk], "password": ""}
    assert client.post(url, answer).status_code == 200
    for version in family.values():
        assert rules(version) == [(GROUPS, "", ["a"])]
    url = f"/admin/pages/{family['fi'].pk}/privacy/"
    client.post(url, {"restriction_type": "none", "password": ""})
    for version in family.values():
        assert rules(version) == []


def test_failure_leaves_no_half_closed_family(family, monkeypatch):
    closed_past_the_signals(family["fi"])
    save, seen = PageViewRestriction.save, []

    def fail_at_second(self, **kwargs):
        seen.append(self)
        if len(seen) == 2:
            raise RuntimeError("database gone")
        save(self, **kwargs)

    monkeypatch.setattr(PageViewRestriction, "save", fail_at_second)
    with pytest.raises(RuntimeError):
        sync_all_privacy()
    assert rules(family["sv"]) == rules(family["en"]) == []
    monkeypatch.undo()
    assert sync_all_privacy() == 2


def test_nothing_is_asked_for_pages_without_versions(home):
    page = NetworkPage(title="Yksin", slug="yksin", locale=home.locale)
    parent = Page.objects.get(pk=home.pk)
    with CaptureQueriesContext(connection) as queries:
        parent.add_child(instance=page)
    asked = [q for q in queries if "pageviewrestriction" in q["sql"]]
    assert asked == []
