"""Whoever follows a municipality that ends follows the other one from then on."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.mergers.carry_out import set_unless_taken
from soskes_wagtail.directory_snippets.mergers.parts import Group, MergerPart
from soskes_wagtail.directory_snippets.mergers.record import Recorder
from soskes_wagtail.directory_snippets.models import Merger
from soskes_wagtail.notifications.models import Subscription


def preview(merger: Merger) -> Iterator[Group]:
    if merger.old_area_id and (number := _rows(merger).count()):
        yield Group(_("Choices about notices of the municipality"), number)


def carry_out(merger: Merger, recorder: Recorder) -> None:
    if merger.old_area_id is None:
        return
    for row in _rows(merger).order_by("pk"):
        if not set_unless_taken(row, recorder, topic=f"area:{merger.new_area_id}"):
            # A choice about the other one has been made already: it holds.
            recorder.remove(row)


def _rows(merger: Merger) -> QuerySet[Subscription]:
    return Subscription._base_manager.filter(topic=f"area:{merger.old_area_id}")


PART = MergerPart("subscriptions", preview, carry_out)
