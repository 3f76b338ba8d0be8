"""SosKes installed in a small host, once for all tests of a module.

The installation stands in a transaction around the module's tests, each of which is rolled back
to it. A test that changes what is installed therefore leaves it as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Locale, Page, Site


def make_host():
    """A host's home page with one page below it and a site on it; returns the home page."""
    from testproject.models import HostPage

    finnish = Locale.objects.get_or_create(language_code="fi")[0]
    root = Page.objects.get(depth=1)
    root.get_children().delete()
    root.refresh_from_db()
    home = root.add_child(instance=HostPage(title="MediKes", slug="medikes", locale=finnish))
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    home.add_child(instance=HostPage(title="Laboratorio", slug="laboratorio", locale=finnish))
    return Page.objects.get(pk=home.pk)


@contextmanager
def installed_meanwhile(blocker) -> Iterator:
    """SosKes in a host, as long as the context lasts; gives the host's home page."""
    with blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        home = make_host()
        call_command("soskes_install", verbosity=0)
    yield home
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
        Site.clear_site_root_paths_cache()


@pytest.fixture(scope="module")
def _installed_for_module(django_db_setup, django_db_blocker) -> Iterator:
    with installed_meanwhile(django_db_blocker) as home:
        yield home


@pytest.fixture
def installed(_installed_for_module, db):
    """The host's home page, with SosKes below it."""
    return Page.objects.get(pk=_installed_for_module.pk)
