"""Privacy follows translations: no language version is ever more open than its source.

The source is the version in the default language, or the oldest one. What is set or changed on
any version is set on all; what is removed from the source is removed from all; what is removed
from another version while the source is closed is put back. A version that lies elsewhere in
the tree than its source gets for itself what the source has from the pages above, for as long
as the source has it (``PrivacyCopy`` remembers which those are).

Only pages of SosKes and pages below them; privacy of the host's other pages is the host's.
``soskes_wagtail.signals`` calls these functions at once; what passes by the signals (SQL,
``bulk_create``) is mended by ``sync_all_privacy``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Locale, Page, PageViewRestriction, get_page_models

from soskes_wagtail.access.branches import inside_q, topmost
from soskes_wagtail.access.copies import PrivacyCopy
from soskes_wagtail.pages import SoskesPageMixin


class Rule(NamedTuple):
    """What a restriction demands, apart from the page it is on."""

    kind: str
    password: str
    groups: frozenset[int]


class _Restriction(NamedTuple):
    pk: int
    page_id: int
    path: str
    rule: Rule
    inherited: bool


class _Version(NamedTuple):
    pk: int
    path: str
    locale_id: int
    translation_key: object


_copying: ContextVar[bool] = ContextVar("soskes_privacy_copying", default=False)


def is_copying() -> bool:
    """Whether it is this module that changes restrictions, so that signals need not answer."""
    return _copying.get()


def sync_privacy(page: Page) -> int:
    """Close what is too open among the versions of a page and of the pages below it.

    Returns the number of restrictions made; pages that are not of SosKes are left alone.
    """
    return len(close_gaps(page.path))


def sync_all_privacy() -> int:
    """``sync_privacy`` for the whole tree."""
    return len(close_gaps())


def copy_to_versions(restriction: PageViewRestriction, *, created: bool) -> None:
    """Give all versions of a page its restrictions, after one was set or changed."""
    page = Page.objects.get(pk=restriction.page_id)
    PrivacyCopy.objects.filter(restriction=restriction).delete()
    if _is_of_soskes(page):
        versions = _versions(Page.objects.filter(pk=page.pk))
        found = _restrictions(page__in=[version.pk for version in versions])
        if created and _waits_for_groups(restriction.pk, found, _source(versions)):
            return
        _align(page.pk, versions, found, keep_source=created)
    sync_privacy(page)


def remove_from_versions(page: Page, rule: Rule) -> None:
    """After a restriction was removed: remove its like from all versions if the page is the
    source; else put back what the source demands."""
    if _is_of_soskes(page):
        versions = _versions(Page.objects.filter(pk=page.pk))
        alike = [
            found
            for found in _restrictions(page__in=[version.pk for version in versions])
            if found.rule == rule and not found.inherited
        ]
        if _source(versions).pk == page.pk and page.pk not in {found.page_id for found in alike}:
            with _copying_privacy():
                _delete(found.pk for found in alike)
    sync_privacy(page)


def close_gaps(under: str = "") -> list[PageViewRestriction]:
    """Close every version, of the pages under a tree path, that is more open than its source.

    Returns the restrictions made, oldest first.
    """
    return _close(_pages_of_soskes(under))


def close_new_version(page: Page) -> None:
    """Close a page that was just added, if it is a version of a closed one. One query where
    it is not a version of anything."""
    versions = Page.objects.filter(translation_key=page.translation_key)
    if versions.exclude(pk=page.pk).exists() and any(_is_of_soskes(v) for v in versions):
        _close(versions)


def rule_of(restriction: PageViewRestriction) -> Rule:
    """What a saved restriction demands."""
    return _restrictions(pk=restriction.pk)[0].rule


def _close(pages: QuerySet[Page]) -> list[PageViewRestriction]:
    restrictions = _restrictions()
    if not restrictions:
        return []
    families = defaultdict(list)
    for version in _versions(pages):
        families[version.translation_key].append(version)
    here = {version.pk for family in families.values() for version in family}
    by_path, own, inherited = defaultdict(set), defaultdict(set), defaultdict(dict)
    for one in restrictions:
        if one.inherited and one.page_id in here:
            inherited[one.page_id][one.rule] = one.pk
        else:
            by_path[one.path].add(one.rule)
            own[one.page_id].add(one.rule)

    def demanded(path: str) -> set[Rule]:
        return set().union(*(by_path.get(above, ()) for above in _above(path)))

    made = []
    with _copying_privacy():
        # From the top down, so that closing a page counts for those below it.
        for family in sorted(families.values(), key=lambda family: _source(family).path):
            source = _source(family)
            rules = demanded(source.path)
            for version in family:
                there = inherited[version.pk]
                missing = rules - demanded(version.path)
                _delete(there[rule] for rule in there.keys() - missing)
                for rule in sorted(missing - there.keys(), key=str):
                    made.append(_restrict(version.pk, rule))
                    if rule not in own[source.pk]:
                        PrivacyCopy.objects.create(restriction=made[-1])
                by_path[version.path] |= missing
    return made


def _is_of_soskes(page: Page) -> bool:
    """Whether a page is of a SosKes type or lies below such a page."""
    above = Page.objects.filter(path__in=_above(page.path))
    return above.filter(content_type__in=_soskes_types()).exists()


def _pages_of_soskes(under: str) -> QuerySet[Page]:
    """Pages of SosKes below a path, the page with that path included."""
    pages = Page.objects.filter(path__startswith=under)
    if (
        under
        and Page.objects.filter(path__in=_above(under), content_type__in=_soskes_types()).exists()
    ):
        return pages
    tops = pages.filter(content_type__in=_soskes_types()).values_list("path", flat=True)
    return pages.filter(inside_q(topmost(tops)))


def _soskes_types() -> list[ContentType]:
    models = [model for model in get_page_models() if issubclass(model, SoskesPageMixin)]
    return list(ContentType.objects.get_for_models(*models).values())


def _above(path: str) -> list[str]:
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def _versions(pages: QuerySet[Page]) -> list[_Version]:
    """All language versions of the pages, themselves included."""
    keys = pages.order_by().values("translation_key")
    found = Page.objects.filter(translation_key__in=keys, depth__gt=1).order_by("path")
    return [_Version(*row) for row in found.values_list(*_Version._fields)]


def _source(versions: list[_Version]) -> _Version:
    default = Locale.get_default().pk
    return min(versions, key=lambda version: (version.locale_id != default, version.pk))


def _restrictions(**lookups) -> list[_Restriction]:
    """Restrictions with their rules, oldest first; two queries."""
    rows = PageViewRestriction.objects.filter(**lookups).order_by("pk")
    members = PageViewRestriction.groups.through.objects.filter(
        pageviewrestriction__in=rows.order_by().values("pk")
    )
    groups = defaultdict(set)
    for pk, group_id in members.values_list("pageviewrestriction_id", "group_id"):
        groups[pk].add(group_id)
    return [
        _Restriction(pk, page_id, path, Rule(kind, password, frozenset(groups[pk])), bool(copy))
        for pk, page_id, path, kind, password, copy in rows.values_list(
            "pk", "page_id", "page__path", "restriction_type", "password", "soskes_copy"
        )
    ]


def _waits_for_groups(pk: int, found: list[_Restriction], source: _Version) -> bool:
    """Whether a new restriction is a copy that Wagtail makes of the source's and will give its
    groups next; until then it is stricter than the source, and nobody needs to follow."""
    new = next(one for one in found if one.pk == pk)
    return (
        new.rule.kind == PageViewRestriction.GROUPS
        and not new.rule.groups
        and new.page_id != source.pk
        and any(one.page_id == source.pk and one.rule.kind == new.rule.kind for one in found)
    )


def _align(
    page_id: int, versions: list[_Version], found: list[_Restriction], *, keep_source: bool
) -> None:
    """Make the restrictions of all versions those of the page; with ``keep_source`` without
    giving up what the source has of another kind."""
    found = [one for one in found if not one.inherited]
    wanted = {one.rule for one in found if one.page_id == page_id}
    if keep_source:
        kinds, source = {rule.kind for rule in wanted}, _source(versions).pk
        wanted |= {
            one.rule for one in found if one.page_id == source and one.rule.kind not in kinds
        }
    with _copying_privacy():
        for version in versions:
            theirs = [one for one in found if one.page_id == version.pk]
            # Of equal ones the newest stays: who makes it may be about to set its groups.
            kept = {one.rule: one.pk for one in theirs if one.rule in wanted}
            _delete(one.pk for one in theirs if one.pk not in kept.values())
            for rule in sorted(wanted - kept.keys(), key=str):
                _restrict(version.pk, rule)


def _restrict(page_id: int, rule: Rule) -> PageViewRestriction:
    # save(), not bulk_create: Wagtail writes it into the history of the page.
    restriction = PageViewRestriction(
        page_id=page_id, restriction_type=rule.kind, password=rule.password
    )
    restriction.save()
    restriction.groups.set(rule.groups)
    return restriction


def _delete(restriction_ids: Iterable[int]) -> None:
    if ids := list(restriction_ids):
        PageViewRestriction.objects.filter(pk__in=ids).delete()


@contextmanager
def _copying_privacy() -> Iterator[None]:
    token = _copying.set(True)
    try:
        with transaction.atomic():
            yield
    finally:
        _copying.reset(token)
