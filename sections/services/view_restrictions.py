"""The privacy of a page with its groups in one query, where Wagtail takes three."""

from django.contrib.auth.models import Group
from django.db.models import OuterRef, QuerySet
from wagtail.models import Page, PageViewRestriction

from soskes_wagtail.access.prepared import prepared_rows
from soskes_wagtail.directory_snippets.services.json_rows import JsonRows


class RoutedPrivacyMixin:
    """For page types that are reached through the home page; stands before ``Page``."""

    def get_view_restrictions(self):
        found = routed_restrictions(self)
        return super().get_view_restrictions() if found is None else found


def routed_restrictions(page: Page) -> QuerySet | None:
    """What ``Page.get_view_restrictions`` finds, for a page whose parents routing left on it.

    None where parents are missing or an alias is among them: an alias is as private as the page
    it shows, and Wagtail knows how to follow it.
    """
    paths, step = [], page
    while step is not None:
        if step.alias_of_id:
            return None
        paths.append(step.path)
        top, step = step, step.__dict__.get("_cached_parent_obj")
    if top.depth > 2:
        return None
    paths.append(top.path[: Page.steplen])  # the root of the tree, which is no page of a site
    found = PageViewRestriction.objects.filter(page__path__in=paths)
    # Read now, by a query that was put together before; whoever narrows it down asks anew.
    found._result_cache = [_restriction(found.db, *row) for row in prepared_rows(_rows, *paths)]
    found._prefetch_done = True
    return found


#: In the order in which a model takes them.
_FIELDS = [field.attname for field in PageViewRestriction._meta.concrete_fields]


def _rows(*paths: str) -> QuerySet:
    groups = PageViewRestriction.groups.through.objects.filter(
        pageviewrestriction_id=OuterRef("pk")
    )
    found = PageViewRestriction.objects.filter(page__path__in=paths)
    group_rows = JsonRows(groups.values("group_id"))
    return found.annotate(group_rows=group_rows).values_list(*_FIELDS, "group_rows")


def _restriction(using: str, *values) -> PageViewRestriction:
    *own, group_rows = values
    restriction = PageViewRestriction.from_db(using, _FIELDS, own)
    members = [Group(pk=row["group_id"]) for row in group_rows]
    # ``accept_request`` compares groups by their ids only.
    restriction._prefetched_objects_cache = {"groups": members}
    return restriction
