"""Who the experts of a panel are, and where a panel stands."""

from collections.abc import Iterable

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.community.consultations.models import Consultation, panels_of
from soskes_wagtail.community.consultations.pages import ConsultationPanelPage, PanelExpert
from soskes_wagtail.community.member_chooser import member_name


def is_expert(viewer: Viewer, panel_key) -> bool:
    return panel_key in panels_of(viewer)


def experts_of(panel_key) -> list[PanelExpert]:
    """Experts of a panel who are members today, in the order of the page; each once.

    Two queries, whatever their number.
    """
    rows = PanelExpert.objects.filter(page__translation_key=panel_key, page__live=True)
    rows = rows.select_related("user").order_by("sort_order", "pk")
    viewers = Viewer.of_many({row.user_id: row.user for row in rows}.values())
    found: dict[int, PanelExpert] = {}
    for row in rows:
        if row.user_id in viewers and viewers[row.user_id].is_member:
            found.setdefault(row.user_id, row)
    return list(found.values())


def expert_users(panel_key) -> list:
    return [expert.user for expert in experts_of(panel_key)]


def name_of(user) -> str:
    """What members call somebody; empty for somebody who is gone."""
    return member_name(user) if user else ""


def panel_pages(viewer: Viewer, keys: Iterable) -> dict:
    """A page that the viewer may open of each panel, by translation key; one query."""
    pages = ConsultationPanelPage.objects.filter(translation_key__in=set(keys))
    return {page.translation_key: page for page in visible_to(viewer, pages).order_by("-path")}


def address_of(consultation: Consultation) -> str:
    """Address of a question for notices: below the first live page of its panel."""
    pages = ConsultationPanelPage.objects.live()
    page = pages.filter(translation_key=consultation.panel_key).order_by("path").first()
    base = (page and page.get_url()) or "/"
    return f"{base}{consultation.pk}/"
