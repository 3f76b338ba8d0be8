"""Everything of SosKes that points to an organisation or an area, found in the models.

Models that come later (memberships, profiles, groups) are moved without being named here. Pages
are the business of the part that they belong to: their drafts and addresses go with them.
"""

from collections.abc import Iterator

from django.db import models
from django.db.models import Model, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from soskes_wagtail.directory_snippets.models import Area, Merger, Organisation, TableUpload

#: What stays with the one that ends: it is its own history.
_STAYS = {"successor", "region", "wellbeing_county"}
_OF_NO_CONCERN = (Merger, TableUpload, Page)


def moved_fields(target: type[Model]) -> list[models.Field]:
    """Foreign keys and many-to-many fields that point to ``target`` and move in a merger."""
    return list(_moved_fields(target))


def _moved_fields(target: type[Model]) -> Iterator[models.Field]:
    for relation in target._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        field, model = relation.field, relation.related_model
        if not model._meta.app_label.startswith("soskes") or model._meta.auto_created:
            continue
        if issubclass(model, _OF_NO_CONCERN) or field.name in _STAYS:
            continue
        # A record's own rows (its numbers, its hours) stay where they are.
        if isinstance(field, ParentalKey) or field.remote_field.parent_link:
            continue
        yield field


def rows_of(field: models.Field, old: Model, merger: Merger) -> QuerySet:
    """Rows that point to the one that ends by this field, and are to point to the other."""
    rows = field.model._base_manager.filter(**{field.name: old}).order_by("pk")
    if field.model is Organisation and isinstance(old, Area):
        # The municipality's own organisation ends with it, and keeps its place on the map.
        ends = [pk for pk in (merger.old_organisation_id,) if pk]
        rows = rows.exclude(pk__in=ends)
    return rows
