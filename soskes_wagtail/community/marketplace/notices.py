"""Who is told of what in the marketplace."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import role_groups
from soskes_wagtail.community.marketplace.models import MODERATORS, Ad, Conversation
from soskes_wagtail.notifications import NoticeKind, notify, register_kind

KINDS = (
    NoticeKind("marketplace.message", _("Message about an ad"), weight=40),
    NoticeKind("marketplace.found", _("New ad for a search that you watch"), weight=10),
    NoticeKind("marketplace.ending", _("Your ad ends soon"), weight=30),
    NoticeKind("marketplace.hidden", _("Your ad was hidden"), weight=50),
    NoticeKind("marketplace.reported", _("An ad was reported"), weight=60),
)


def register() -> None:
    for kind in KINDS:
        register_kind(kind)


def moderators() -> list:
    users = get_user_model()._default_manager.filter(is_active=True)
    return list(users.filter(groups__in=role_groups(*MODERATORS)).distinct())


def tell(
    kind: str,
    ad: Ad,
    recipients: Iterable,
    *,
    actor=None,
    target: Conversation | None = None,
    body: str = "",
    key: str | None = None,
) -> int:
    """A notice with the ad's title; it leads to the ad, or to the conversation given."""
    below = f"viestit/{target.pk}/" if target else f"{ad.pk}/"
    return notify(
        kind,
        target=target or ad,
        title=ad.title,
        url=f"{_base()}{below}",
        body=body,
        recipients=recipients,
        actor=actor,
        key=key,
    )


def _base() -> str:
    from soskes_wagtail.community.marketplace.pages import MarketplacePage

    page = MarketplacePage.objects.live().order_by("path").first()
    return (page and page.get_url()) or "/"
