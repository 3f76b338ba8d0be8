"""Filters of the community's templates. ``{% load ekollega %}``"""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from soskes_wagtail.community import member_text
from soskes_wagtail.community.names import shown_name
from soskes_wagtail.dates import short_date

register = template.Library()
register.filter("person", shown_name)


@register.filter
def moment(value) -> str:
    """A time as people say it: "klo 9.12" today, otherwise the day and the time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    clock = date_format(local, "TIME_FORMAT")
    if local.date() == timezone.localdate():
        return _("today at %(time)s") % {"time": clock}
    return f"{short_date(local)} {clock}"


@register.filter
def said(body: str) -> str:
    """Text of a member, which was made clean when it was stored."""
    return mark_safe(body)


@register.filter
def excerpt(body: str, length: int = 300) -> str:
    """The first words of a member's text."""
    return member_text.summary(body, int(length))


@register.filter
def at(mapping: dict, key):
    """What stands under a key, or None."""
    return mapping.get(key)
