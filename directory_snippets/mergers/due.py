"""Mergers whose day has come."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from soskes_wagtail.directory_snippets.mergers.carry_out import MergerError, carry_out
from soskes_wagtail.directory_snippets.models import Merger


@dataclass
class Applied:
    done: list[Merger] = field(default_factory=list)
    failed: list[Merger] = field(default_factory=list)


def due_mergers(on: datetime.date | None = None) -> list[Merger]:
    """Planned mergers with a day that has come (default: today), the earliest first."""
    day = on or timezone.localdate()
    rows = Merger.objects.filter(state=Merger.State.PLANNED, date__lte=day)
    return list(
        rows.select_related(
            "old_area", "new_area", "old_organisation", "new_organisation"
        ).order_by("date", "pk")
    )


def apply_due() -> Applied:
    """Carry out what is due, each in a transaction of its own. What cannot be stays planned and
    says why in ``problem``."""
    applied = Applied()
    for merger in due_mergers():
        try:
            carry_out(merger)
        except MergerError as error:
            merger.problem = str(error)
            Merger.objects.filter(pk=merger.pk).update(problem=merger.problem)
            applied.failed.append(merger)
        else:
            applied.done.append(merger)
    return applied
