"""Municipalities to follow: one's own from the start, by membership."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import Area, Membership
from soskes_wagtail.notifications import (
    DefaultTopics,
    TopicKind,
    register_default_topics,
    register_topic_kind,
)


def register() -> None:
    register_topic_kind(TopicKind("area", _("Municipalities"), named, offered, order=20))
    register_default_topics(DefaultTopics("area", of_user, users_of))


def named(viewer: Viewer, ids: Iterable[str]) -> dict[str, str]:
    """Names of municipalities by id, in the active language. One query."""
    numbers = [ident for ident in ids if ident.isascii() and ident.isdigit() and len(ident) < 10]
    areas = visible_to(viewer, Area.objects.municipalities().filter(pk__in=numbers))
    return {str(area.pk): area.name for area in sorted(areas, key=lambda area: area.name)}


def offered(viewer: Viewer) -> list[str]:
    """The municipalities of the network's county."""
    areas = Area.objects.municipalities().filter(
        wellbeing_county__code=app_settings.WELLBEING_COUNTY
    )
    return [str(pk) for pk in visible_to(viewer, areas).values_list("pk", flat=True)]


def of_user(user) -> list[str]:
    """The municipalities of the organisations that the user belongs to today."""
    rows = Membership.objects.active().filter(
        user=user, organisation__area__kind=Area.Kind.MUNICIPALITY
    )
    areas = rows.order_by().values_list("organisation__area_id", flat=True).distinct()
    return [f"area:{pk}" for pk in areas]


def users_of(topics: Iterable[str]) -> dict[str, set[int]]:
    """Who belongs to an organisation of the municipalities today."""
    ids = {ident for topic in topics if (ident := topic.removeprefix("area:")) != topic}
    rows = Membership.objects.active().filter(
        organisation__area__in=[int(ident) for ident in ids if ident.isdigit()],
        organisation__area__kind=Area.Kind.MUNICIPALITY,
    )
    found = defaultdict(set)
    for area_id, user_id in rows.order_by().values_list("organisation__area_id", "user_id"):
        found[f"area:{area_id}"].add(user_id)
    return found
