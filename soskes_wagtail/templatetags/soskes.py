"""Template tags of SosKes: links to ring and write to, and small helpers of its templates.

``{% load soskes %}``
"""

import re

from django import template
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from soskes_wagtail import around
from soskes_wagtail.access import RoleKey
from soskes_wagtail.conf import app_settings
from soskes_wagtail.dates import short_date
from soskes_wagtail.page_cache import INSIDE_ONLY

register = template.Library()
register.filter("short_date", short_date)

#: Free and premium numbers work only from within Finland, so they stay as they are dialled.
NATIONAL_ONLY = ("0600", "0606", "0700", "0800")
PHONE = re.compile(r"\+?\d[\d\s\u00a0.\-–()]*")


@register.filter
def tel(number: str | None) -> str:
    """``tel:`` address (RFC 3966) of the first phone number in a text, ``""`` if there is none.

    A Finnish number gets its country code, so that it rings from abroad too:
    ``"014 266 0000 (vaihde)"`` → ``tel:+358142660000``; short numbers such as 112 stay.
    """
    found = PHONE.search(number or "")
    if not found:
        return ""
    written = found.group().replace("(0)", "")
    digits = re.sub(r"\D", "", written)
    if len(digits) < 3:
        return ""
    if written.startswith("+"):
        return f"tel:+{digits}"
    if digits.startswith("00358"):
        return f"tel:+{digits[2:]}"
    if digits.startswith("0") and not digits.startswith(("00", *NATIONAL_ONLY)):
        return f"tel:+358{digits[1:]}"
    return f"tel:{digits}"


@register.filter
def mailto(address: str | None) -> str:
    """``mailto:`` address (RFC 6068), ``""`` for anything but one plain e-mail address."""
    address = (address or "").strip()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    # These may stand in an address but would start a header or a fragment in the link.
    for sign in "%?&#":
        address = address.replace(sign, f"%{ord(sign):02X}")
    return f"mailto:{address}"


@register.filter
def page_numbers(page_obj) -> list:
    """Page numbers to offer for a Django ``Page``, with ``…`` where some are left out."""
    return list(page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1))


@register.simple_tag(takes_context=True)
def soskes_language(context) -> str:
    """Language code of the page being shown, for ``<html lang>``.

    The page's own locale where it is already loaded (it would cost a query), otherwise the
    active language, which ``i18n_patterns`` takes from the address.
    """
    page = context.get("page")
    if page is not None and "locale" in page._state.fields_cache:
        return page.locale.language_code
    return get_language() or settings.LANGUAGE_CODE


@register.simple_tag(takes_context=True)
def soskes_around(context, place: str) -> list:
    """What parts put around the page at a place (``soskes_wagtail.around``); nothing where the
    inside is made for the page cache, in previews, and outside pages."""
    request, page = context.get("request"), context.get("page")
    inside_only = context.get("soskes_base") == INSIDE_ONLY or getattr(request, "is_preview", False)
    if request is None or inside_only or getattr(page, "pk", None) is None:
        return []
    return around.rendered(place, request, page)


@register.simple_tag
def soskes_login_url() -> str:
    """Where a visitor signs in: SosKes's setting, the host's Wagtail setting, Wagtail's own."""
    return (
        app_settings.LOGIN_URL
        or getattr(settings, "WAGTAIL_FRONTEND_LOGIN_URL", "")
        or _first_route("wagtailcore_login", "login")
    )


@register.simple_tag(takes_context=True)
def soskes_logout_url(context) -> str:
    """Where a form is sent to sign out; ``""`` when the host has no such address.

    Wagtail's own is part of its admin, and there only those are let in who may use the admin.
    """
    own = _first_route("account_logout", "logout")
    if own or not _may_use_admin(context):
        return own
    return _first_route("wagtailadmin_logout")


def _may_use_admin(context) -> bool:
    """Every role above the reader's is let into the admin; no query where the page knows."""
    viewer = context.get("viewer")
    if viewer is not None and viewer.is_member:
        return not viewer.role_keys <= {RoleKey.READER}
    return context["request"].user.has_perm("wagtailadmin.access_admin")


def _first_route(*names: str) -> str:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""
