"""What the marketplace's views share."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from soskes_wagtail.access import Viewer, viewer_for
from soskes_wagtail.community.attachments.services import attachments_of
from soskes_wagtail.community.marketplace.models import MODERATORS
from soskes_wagtail.community.marketplace.services.talk import unread_number
from soskes_wagtail.navigation import here

TEMPLATES = "soskes_wagtail/community/marketplace/"
PER_PAGE = 24


def member(request: HttpRequest) -> Viewer:
    """The viewer; PermissionDenied for all but members."""
    viewer = viewer_for(request)
    if not viewer.is_member:
        raise PermissionDenied
    return viewer


def show(page, request, template: str, *, status: int = 200, **context) -> HttpResponse:
    viewer = viewer_for(request)
    context.setdefault("unread", unread_number(viewer))
    context.setdefault("is_moderator", viewer.has_role(*MODERATORS))
    context.setdefault("base", page.get_url(request))
    context |= here(page, request, context.get("title"))
    response = page.render(request, context_overrides=context, template=TEMPLATES + template)
    response.status_code = status
    return response


def to(page, request: HttpRequest, below: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{page.get_url(request)}{below}")


def tell_errors(request: HttpRequest, error: ValidationError) -> None:
    for text in error.messages:
        messages.error(request, text)


def with_photos(ads) -> list:
    """The ads, each with ``photos`` (all) and ``photo`` (the first or None); one query."""
    ads = list(ads)
    found = attachments_of(ads)
    for ad in ads:
        ad.photos = found.get(ad.pk, [])
        ad.photo = next(iter(ad.photos), None)
    return ads
