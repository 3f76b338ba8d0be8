"""Which pages somebody may choose in the admin: those that they may see or edit."""

from django.db.models import Q, QuerySet
from wagtail.models import Page, get_page_models
from wagtail.permissions import page_permission_policy

from soskes_wagtail.access.branches import outside_q, topmost
from soskes_wagtail.access.viewer import Viewer
from soskes_wagtail.access.visibility import visible_to


def choosable_pages(viewer: Viewer, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Without pages closed to the viewer, and without drafts and expired pages of SosKes, unless
    the viewer may edit them. Drafts of the host's own pages stay, as Wagtail shows them."""
    if viewer.is_superuser:
        return pages
    editable = page_permission_policy.instances_user_has_any_permission_for(
        viewer.user, {"add", "change", "publish"}
    )
    allowed = Q(pk__in=visible_to(viewer, Page.objects.all()).order_by().values("pk"))
    allowed |= Q(pk__in=editable.order_by().values("pk"))
    hosts_own = outside_q(_homes()) & outside_q(viewer.closed_branches)
    shown = Page.objects.filter(allowed | hosts_own).order_by().values("pk")
    # As a list of what is left out: the search engine of the window understands no more.
    hidden = list(Page.objects.exclude(pk__in=shown).order_by().values_list("pk", flat=True))
    return pages.exclude(pk__in=hidden) if hidden else pages


def _homes() -> tuple[str, ...]:
    """Tree paths of the branches of SosKes."""
    models = [model for model in get_page_models() if getattr(model, "is_soskes_home", False)]
    return topmost(
        path for model in models for path in model.objects.values_list("path", flat=True)
    )
