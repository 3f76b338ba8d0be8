from django import template
from django.utils.translation import get_language
from wagtail.models import Page

from soskes_wagtail.access import viewer_for, visible_to

register = template.Library()


@register.simple_tag(takes_context=True)
def main_menu(context) -> list[dict]:
    """Pages below the front page in the active language, as title, url and is_open.

    ``visible_to`` keeps closed pages, SosKes among them, out of the menu of those who may not
    open them. An error page without a request has no menu.
    """
    request = context.get("request")
    if request is None:
        return []
    pages = Page.objects.filter(
        depth=3, show_in_menus=True, locale__language_code=get_language()
    ).select_related("locale")
    current = context.get("page")
    path = getattr(current, "path", "")
    return [
        {"title": page.title, "url": page.get_url(request), "is_open": path.startswith(page.path)}
        for page in visible_to(viewer_for(request), pages).order_by("path")
    ]
