from django import template
from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.models import Page

from soskes_wagtail.access import viewer_for
from soskes_wagtail.navigation import kept_links

register = template.Library()


@register.simple_tag(takes_context=True)
def main_menu(context) -> list[dict]:
    """Pages below the front page in the active language, as title, url and is_open.

    ``kept_links`` keeps closed pages, SosKes among them, out of the menu of those who may not
    open them. An error page without a request has no menu.
    """
    request = context.get("request")
    if request is None:
        return []
    current = context.get("page")
    path = getattr(current, "path", "")
    return [
        {"title": link.title, "url": link.url, "is_open": path.startswith(link.path)}
        for link in kept_links("medikes-menu", _menu_pages, viewer_for(request), request)
        if link.language == get_language()
    ]


def _menu_pages() -> QuerySet[Page]:
    return Page.objects.filter(depth=3, show_in_menus=True)
