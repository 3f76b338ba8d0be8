"""The link to one's own profile, beside the bell: it is about the reader, not a part of SosKes."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language
from wagtail.models import Page

from soskes_wagtail.access import viewer_for
from soskes_wagtail.around import PagePart, Place, register_page_part
from soskes_wagtail.navigation import marked_page_url


def register() -> None:
    register_page_part(PagePart("own_profile", Place.STRIP, profile_link, order=15))


def profile_link(request: HttpRequest, page: Page) -> str:
    """Empty for those who have no profile."""
    viewer = viewer_for(request)
    if not viewer.is_member:
        return ""
    url = marked_page_url("is_soskes_own_profile", viewer, request, get_language() or "")
    if url is None:
        return ""
    return render_to_string("soskes_wagtail/sections/members/profile_link.html", {"url": url})
