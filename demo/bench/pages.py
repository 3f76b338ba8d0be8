"""Which pages are measured, and as whom."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from home.models import BarePage, HealthPage, HomePage
from soskes_demo.accounts import ACCOUNTS
from wagtail.models import Page, PageViewRestriction, Site, get_page_models

from soskes_wagtail.access import RoleKey, role_groups, visible_to

#: Pages that say most about their type; of the others the first one is taken.
PREFERRED = ("lastensuojelu", "aanekoski")


@dataclass(frozen=True)
class MeasuredPage:
    """``depth``: components of the URL, on which Wagtail's own number of queries depends."""

    name: str
    path: str
    depth: int


def reader_cookie() -> str:
    """``Cookie`` header of the demo's reader."""
    client = Client()
    client.force_login(reader())
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def make_bare_pages() -> list[MeasuredPage]:
    """About 20 kB from one column, no base template: what Wagtail itself costs.

    First an open page, which everything is compared with, then one closed to the roles.
    """
    opened, closed = _bare_page("Bare Wagtail page"), _bare_page("Bare page, closed to groups")
    restriction = PageViewRestriction.objects.create(
        page=closed, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set(role_groups())
    return [_measured(opened, opened.title), _measured(closed, closed.title)]


def pages_to_measure() -> list[MeasuredPage]:
    """One page of each type of the host and of SosKes that the reader may see."""
    models = [HomePage, HealthPage] + [
        model for model in get_page_models() if model._meta.app_label.startswith("soskes")
    ]
    found = []
    for model in models:
        pages = visible_to(reader(), model.objects.filter(locale__language_code="fi"))
        page = pages.filter(slug__in=PREFERRED).first() or pages.order_by("path").first()
        if page is not None:
            found.append(_measured(page, f"{model.__name__}: {page.title}"))
    return found


def _bare_page(title: str) -> BarePage:
    home = Site.objects.get(is_default_site=True).root_page
    return home.add_child(instance=BarePage(title=title, body="Lorem ipsum. " * 1500))


def reader():
    username = next(account.username for account in ACCOUNTS if account.role == RoleKey.READER)
    return get_user_model().objects.get(username=username)


def _measured(page: Page, name: str) -> MeasuredPage:
    path = page.get_url_parts()[2]
    return MeasuredPage(name, path, len([part for part in path.split("/") if part]))
