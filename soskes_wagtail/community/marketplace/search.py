"""Current ads in search, for members."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.community import member_text
from soskes_wagtail.community.marketplace.models import Ad
from soskes_wagtail.community.marketplace.pages import MarketplacePage
from soskes_wagtail.search_sources import (
    SearchEntry,
    SearchHit,
    SearchRequest,
    SearchSource,
    register_search_source,
)

KIND = "ad"


def register() -> None:
    register_search_source(
        SearchSource(KIND, _("Ads"), 95, model=Ad, rows=rows, entries=entries, show=show)
    )


def rows() -> QuerySet:
    return Ad.objects.current().select_related("area")


def entries(ads: Sequence[Ad]) -> Iterator[SearchEntry]:
    page = MarketplacePage.objects.live().order_by("path").first()
    if page is None:
        return
    for ad in ads:
        after = datetime.combine(ad.expires_on + timedelta(days=1), time.min)
        yield SearchEntry(
            object_id=ad.pk,
            title=ad.title,
            text=member_text.plain(ad.body),
            access=("members",),
            page_path=page.path,
            areas=[ad.area.code] if ad.area else [],
            updated_at=ad.created_at,
            found_until=timezone.make_aware(after),
        )


def show(viewer: Viewer, ads: Sequence[Ad], asked: SearchRequest) -> dict:
    page = visible_to(viewer, MarketplacePage.objects.all()).order_by("path").first()
    if page is None:
        return {}
    base = page.get_url(asked.request)
    return {
        ad.pk: SearchHit(
            KIND, ad.title, f"{base}{ad.pk}/", member_text.summary(ad.body), ad.get_kind_display()
        )
        for ad in ads
        if ad.is_current
    }
