"""Somebody has changed the records of a municipality by hand: its followers are told, once a day.

Read from Wagtail's log, which knows who did it; what an import changes is not told one by one.
"""

from collections.abc import Iterable

from django.utils import timezone
from wagtail.models import ModelLogEntry

from soskes_wagtail.access import Audience
from soskes_wagtail.directory_snippets.models import (
    Area,
    Contact,
    Organisation,
    ServiceOffering,
    Unit,
)
from soskes_wagtail.notifications import notify
from soskes_wagtail.sections.models import MunicipalityPage

ACTIONS = ("wagtail.create", "wagtail.edit", "wagtail.publish", "wagtail.delete")


def tell_changed_facts(entry: ModelLogEntry) -> int:
    """Tell who follows the municipalities that the record of a log entry is about."""
    if entry.action not in ACTIONS:
        return 0
    model = entry.content_type.model_class()
    if model not in (Contact, Organisation, ServiceOffering, Unit):
        return 0
    record = model.objects.filter(pk=entry.object_id).first()
    if record is None or getattr(record, "audience", "") == Audience.ADMINS:
        return 0
    told = 0
    day, actor = timezone.localdate(), entry.user
    for page in _pages_of(_areas_of(record)):
        told += notify(
            "area.facts",
            target=page,
            title=page.title,
            url=page.get_url() or "/",
            topics=[f"area:{page.area_id}"],
            actor=actor,
            # By person: who has told of nothing but the own change must not hide the others'.
            key=f"area.facts:{page.area_id}:{day}:{actor.pk if actor else ''}",
        )
    return told


def _areas_of(record) -> Iterable[int]:
    """Ids of the areas that a record names itself; what covers the whole county is no news of
    each municipality."""
    found = {getattr(record, "area_id", None)}
    if isinstance(record, Contact | ServiceOffering):
        found.update(record.areas.values_list("pk", flat=True))
    if isinstance(record, ServiceOffering) and record.unit:
        found.add(record.unit.area_id)
    return found - {None}


def _pages_of(area_ids: Iterable[int]) -> list[MunicipalityPage]:
    """The page of each municipality among the areas, in the language that has it first."""
    pages: dict[int, MunicipalityPage] = {}
    rows = MunicipalityPage.objects.filter(
        area__in=area_ids, area__kind=Area.Kind.MUNICIPALITY, live=True
    )
    for page in rows.order_by("pk"):
        pages.setdefault(page.area_id, page)
    return list(pages.values())
