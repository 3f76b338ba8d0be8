"""Published cases of the question bank in search, for members. Questions themselves never are."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.community import member_text
from soskes_wagtail.community.consultations.models import BankedCase
from soskes_wagtail.community.consultations.pages import ConsultationPanelPage
from soskes_wagtail.community.consultations.services.panels import panel_pages
from soskes_wagtail.search_sources import (
    SearchEntry,
    SearchHit,
    SearchRequest,
    SearchSource,
    register_search_source,
)

KIND = "case"


def register() -> None:
    register_search_source(
        SearchSource(
            KIND,
            _("Question bank"),
            85,
            model=BankedCase,
            rows=published,
            entries=entries,
            show=show,
        )
    )


def published() -> QuerySet:
    return BankedCase.objects.filter(published_at__isnull=False)


def entries(cases: Sequence[BankedCase]) -> Iterator[SearchEntry]:
    keys = {case.panel_key for case in cases}
    pages = ConsultationPanelPage.objects.live().filter(translation_key__in=keys)
    paths = dict(pages.order_by("-path").values_list("translation_key", "path"))
    for case in cases:
        if case.panel_key in paths:
            answer = member_text.plain(case.answer)
            yield SearchEntry(
                object_id=case.pk,
                title=case.title,
                summary=member_text.summary(case.question),
                text=f"{member_text.plain(case.question)}\n{answer}\n{case.law}",
                language=case.language,
                access=("members",),
                page_path=paths[case.panel_key],
                updated_at=case.published_at,
            )


def show(viewer: Viewer, cases: Sequence[BankedCase], asked: SearchRequest) -> dict:
    pages = panel_pages(viewer, [case.panel_key for case in cases])
    return {
        case.pk: SearchHit(
            KIND,
            case.title,
            f"{pages[case.panel_key].get_url(asked.request)}pankki/{case.pk}/",
            member_text.summary(case.question),
        )
        for case in cases
        if case.panel_key in pages
    }
