"""What has been reported, for moderators."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from soskes_wagtail.access import visible_to
from soskes_wagtail.community.marketplace.models import MODERATORS, AdReport
from soskes_wagtail.community.marketplace.views.base import PER_PAGE, member, show


def reports(page, request: HttpRequest) -> HttpResponse:
    viewer = member(request)
    if not viewer.has_role(*MODERATORS):
        raise PermissionDenied
    found = visible_to(viewer, AdReport.objects.filter(handled_at=None))
    found = found.select_related("ad", "reporter")
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return show(page, request, "reports.html", listed=listed, title=_("Reported ads"))
