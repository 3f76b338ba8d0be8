"""Searches that people keep, and a notice for each new ad that one of them finds."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from soskes_wagtail.community import member_text
from soskes_wagtail.community.marketplace.models import Ad, WatchedSearch
from soskes_wagtail.community.marketplace.notices import tell
from soskes_wagtail.community.marketplace.services.finding import AdFilter, fits

MOST = 20


def watch(user, chosen: AdFilter) -> WatchedSearch:
    """Keep a search; the same one is kept once. ``ValidationError`` above twenty."""
    values = {
        "words": " ".join(chosen.words.split())[:100],
        "kind": chosen.kind,
        "category_id": chosen.category_id,
        "area_id": chosen.area_id,
    }
    there = WatchedSearch.objects.filter(user=user, **values).first()
    if there:
        return there
    if WatchedSearch.objects.filter(user=user).count() >= MOST:
        raise ValidationError(
            _("You watch %(limit)s searches already. Take one away first.") % {"limit": MOST},
            code="most",
        )
    return WatchedSearch.objects.create(user=user, **values)


def unwatch(user, pk: int) -> bool:
    return bool(WatchedSearch.objects.filter(user=user, pk=pk).delete()[0])


def tell_watchers(ad: Ad) -> int:
    """Tell those whose search finds a new ad, each once; returns how many."""
    if not ad.is_current:
        return 0
    candidates = WatchedSearch.objects.filter(kind__in=["", ad.kind], user__is_active=True)
    candidates = candidates.exclude(user=ad.author).select_related("user")
    text = f"{ad.title}\n{member_text.plain(ad.body)}".lower()
    found = {
        watched.user_id: watched.user
        for watched in candidates.iterator()
        if fits(ad, AdFilter.of(watched), text)
    }
    return tell("marketplace.found", ad, found.values(), actor=ad.author, key=f"ad-found:{ad.pk}")
