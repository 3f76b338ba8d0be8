"""A host with one page, and SosKes installed into it."""

import pytest
from django.core.management import call_command
from testproject.models import HostPage
from wagtail.models import Locale, Page, Site


@pytest.fixture
def host(db):
    """A host's home page with a site on it, as it was before SosKes."""
    finnish = Locale.objects.get_or_create(language_code="fi")[0]
    root = Page.objects.get(depth=1)
    root.get_children().delete()
    root.refresh_from_db()
    home = root.add_child(instance=HostPage(title="MediKes", slug="medikes", locale=finnish))
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    home.add_child(instance=HostPage(title="Laboratorio", slug="laboratorio", locale=finnish))
    return Page.objects.get(pk=home.pk)


@pytest.fixture
def installed(host):
    call_command("soskes_install", verbosity=0)
    return host
