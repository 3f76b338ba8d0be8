"""Kinds of notices that pages raise, and the topics they are raised for."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.notifications import NoticeKind, TopicKind, register_kind, register_topic_kind
from soskes_wagtail.notifications.page_topics import named_pages
from soskes_wagtail.notifications.periodic import register_due
from soskes_wagtail.sections.models import EventListingPage, EventTag, ServiceSectionPage
from soskes_wagtail.sections.notices.reminders import remind_of_events


def register() -> None:
    followed = _("You follow the section, municipality or list that it belongs to")
    register_kind(NoticeKind("page.new", _("New page"), followed))
    register_kind(NoticeKind("page.changed", _("Page changed"), _("You follow this page")))
    register_kind(NoticeKind("event.new", _("New event"), followed, weight=10))
    register_kind(NoticeKind("event.soon", _("Tomorrow"), _("You follow this event"), weight=50))
    register_kind(
        NoticeKind("area.facts", _("Contacts changed"), _("You follow this municipality"))
    )
    register_topic_kind(
        TopicKind("section", _("Sections"), named_pages, _offered(ServiceSectionPage), order=10)
    )
    register_topic_kind(
        TopicKind("series", _("Events"), named_pages, _offered(EventListingPage), order=30)
    )
    register_topic_kind(TopicKind("tag", _("Tags of events"), named_tags, order=60))
    register_due(remind_of_events)


def _offered(model):
    """Ids of the pages of a type that a viewer may see, in the viewer's own tree order."""

    def offered(viewer: Viewer) -> Iterable[str]:
        pages = visible_to(viewer, model.objects.order_by("path"))
        # Of a page in several languages the source: what is new in one is told to all.
        seen: dict = {}
        for pk, family in pages.values_list("pk", "translation_key"):
            seen.setdefault(family, pk)
        return [str(pk) for pk in seen.values()]

    return offered


def named_tags(viewer: Viewer, slugs: Iterable[str]) -> dict[str, str]:
    """Names of tags by slug. Tags are no secret among members; others follow none."""
    if not viewer.is_member:
        return {}
    return dict(EventTag.objects.filter(slug__in=list(slugs)).values_list("slug", "name"))
