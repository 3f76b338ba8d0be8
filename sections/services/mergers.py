"""The pages' share in a merger: events go over, old addresses lead to the new municipality."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from soskes_wagtail.directory_snippets.mergers.carry_out import replace_in
from soskes_wagtail.directory_snippets.mergers.parts import Group, MergerPart
from soskes_wagtail.directory_snippets.mergers.record import Recorder
from soskes_wagtail.directory_snippets.models import Merger

EXAMPLES = 10


def preview(merger: Merger) -> Iterator[Group]:
    events = _events(merger)
    if number := events.count():
        examples = [event.title for event in events[:EXAMPLES]]
        remark = _("They are moved, the past ones keep their organiser.")
        yield Group(_("Events"), number, examples, remark)
    if merger.old_area_id is None:
        return
    pages = list(_pages(merger))
    if pages:
        yield Group(
            _("Pages of the municipality"),
            len(pages),
            [f"{page.title} ({page.locale})" for page in pages],
            _("Their addresses lead to the page of %(name)s from the first day on.")
            % {"name": merger.new_area},
        )
    written = [page for page in pages if page.body]
    if written:
        yield Group(
            _("Own words on the pages"),
            len(written),
            [f"{page.title} ({page.locale})" for page in written],
            _("They are kept but not shown any more: copy what is still needed."),
        )
    below = [below for page in pages for below in page.get_children()]
    if below:
        yield Group(
            _("Pages below them"),
            len(below),
            [page.title for page in below[:EXAMPLES]],
            _("They stay at their addresses: move those that are still needed."),
        )


def carry_out(merger: Merger, recorder: Recorder) -> None:
    for event in _events(merger):
        _move_event(event, merger, recorder)
    if merger.old_area_id is not None and apps.is_installed("wagtail.contrib.redirects"):
        _redirect(merger, recorder)


def _events(merger: Merger) -> QuerySet:
    """Events in the municipality that ends, and coming ones that the old one organises."""
    model = apps.get_model("soskes_sections", "EventPage")
    found = Q(pk__in=[])
    if merger.old_area_id is not None:
        found |= Q(areas=merger.old_area)
    if merger.old_organisation_id is not None:
        found |= Q(organiser=merger.old_organisation, starts_at__date__gte=merger.date)
    return model.objects.filter(found).distinct().order_by("pk")


def _move_event(event: Page, merger: Merger, recorder: Recorder) -> None:
    if merger.old_area_id and event.areas.filter(pk=merger.old_area_id).exists():
        replace_in(event, "areas", merger.old_area, merger.new_area, recorder)
    old, new = merger.old_organisation_id, merger.new_organisation_id
    if (
        old
        and event.organiser_id == old
        and timezone.localtime(event.starts_at).date() >= merger.date
    ):
        recorder.set(event, organiser_id=new)
        recorder.drafts(event, "organiser", lambda value: new if value == old else value)


def _pages(merger: Merger) -> QuerySet:
    model = apps.get_model("soskes_sections", "MunicipalityPage")
    return model.objects.filter(area=merger.old_area).select_related("locale").order_by("path")


def _redirect(merger: Merger, recorder: Recorder) -> None:
    """Redirects of Wagtail's own for the day when somebody takes the old page away; as long as it
    is there it leads on by itself (``services.former``), and asks first what the reader may see."""
    from wagtail.contrib.redirects.models import Redirect

    model = apps.get_model("soskes_sections", "MunicipalityPage")
    for page in _pages(merger).filter(live=True):
        new = model.objects.filter(area=merger.new_area, locale=page.locale, live=True).first()
        parts = page.get_url_parts()
        if new is None or parts is None:
            continue
        site_id, _root, path = parts
        if not path:
            continue
        path = Redirect.normalise_path(path)
        if Redirect.objects.filter(old_path=path, site_id=site_id).exists():
            continue
        made = Redirect.objects.create(
            old_path=path, site_id=site_id, redirect_page_id=new.pk, is_permanent=True
        )
        recorder.added(made)


PART = MergerPart("pages", preview, carry_out)
