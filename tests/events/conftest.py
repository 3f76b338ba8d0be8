"""A SosKes home with an event list, and a way to make events in it."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from soskes_wagtail.sections.models import EventListingPage, EventPage, SosKesHomePage


@pytest.fixture
def finnish(db):
    return Locale.objects.get_or_create(language_code="fi")[0]


@pytest.fixture
def home(finnish):
    root = Page.objects.get(depth=1)
    root.get_children().delete()
    root.refresh_from_db()
    page = root.add_child(instance=SosKesHomePage(title="SosKes", slug="soskes", locale=finnish))
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=page, is_default_site=True)
    return page


@pytest.fixture
def listing(home):
    return home.add_child(
        instance=EventListingPage(title="Tapahtumat", slug="tapahtumat", locale=home.locale)
    )


@pytest.fixture
def make_event(listing):
    """make_event(title, days=1, **fields): a published event that starts in ``days`` days."""

    def make(title, days=1, **fields):
        start = timezone.now() + datetime.timedelta(days=days)
        fields.setdefault("starts_at", start)
        fields.setdefault("ends_at", start + datetime.timedelta(hours=2))
        parent = Page.objects.get(pk=listing.pk)
        return parent.add_child(instance=EventPage(title=title, locale=listing.locale, **fields))

    return make


@pytest.fixture
def close():
    def restrict(page):
        return PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.LOGIN
        )

    return restrict


@pytest.fixture
def member(db):
    return get_user_model().objects.create_user("lukija", password="x")
