"""The list of ads: what is asked for, and one query each for ads and photos."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.community.marketplace.models import Ad, WatchedSearch
from soskes_wagtail.directory_snippets.services.words import words_q

MAX_WORDS = 8


@dataclass(frozen=True)
class AdFilter:
    """``words``: all of them in the title or text; the others: ids and values, None for all."""

    words: str = ""
    kind: str = ""
    category_id: int | None = None
    area_id: int | None = None

    @property
    def is_active(self) -> bool:
        return bool(self.words or self.kind or self.category_id or self.area_id)

    @classmethod
    def of(cls, watched: WatchedSearch) -> "AdFilter":
        return cls(watched.words, watched.kind, watched.category_id, watched.area_id)


def listed(viewer: Viewer, chosen: AdFilter) -> QuerySet[Ad]:
    """Current ads that fit, newest first."""
    ads = visible_to(viewer, Ad.objects.current())
    if chosen.kind:
        ads = ads.filter(kind=chosen.kind)
    if chosen.category_id:
        ads = ads.filter(category=chosen.category_id)
    if chosen.area_id:
        ads = ads.filter(area=chosen.area_id)
    if chosen.words:
        words = " ".join(chosen.words.split()[:MAX_WORDS])
        ads = ads.filter(words_q(words, [("title", Q()), ("body", Q())]))
    return ads.select_related("category", "area")


def fits(ad: Ad, chosen: AdFilter, text: str) -> bool:
    """Whether an ad would be listed; ``text``: its title and plain text in lower case."""
    return (
        chosen.kind in ("", ad.kind)
        and chosen.category_id in (None, ad.category_id)
        and chosen.area_id in (None, ad.area_id)
        and all(word.lower() in text for word in chosen.words.split()[:MAX_WORDS])
    )
