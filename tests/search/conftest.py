"""SosKes installed in a host, with a contact to find; made once for the module."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from testproject.models import HostPage
from wagtail.models import Locale, Page, Site

from soskes_wagtail.access import RoleKey, role_groups
from soskes_wagtail.directory_snippets.models import Area, Contact, Organisation, ServiceClass


@pytest.fixture
def installed(db):
    finnish = Locale.objects.get_or_create(language_code="fi")[0]
    root = Page.objects.get(depth=1)
    root.get_children().delete()
    root.refresh_from_db()
    home = root.add_child(instance=HostPage(title="MediKes", slug="medikes", locale=finnish))
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    call_command("soskes_install", verbosity=0)
    return home


@pytest.fixture
def contact(installed):
    contact = Contact.objects.create(
        organisation=Organisation.objects.get(business_id="3221318-2"),
        role_title_fi="Lastensuojelun sosiaalityöntekijä",
        phone="000 000 0992",
    )
    contact.areas.add(Area.objects.get(kind="municipality", code="992"))
    contact.service_classes.add(ServiceClass.objects.get(code="P3.8"))
    return contact


@pytest.fixture
def reader(installed):
    user = get_user_model().objects.create_user("lukija", password="x")
    user.groups.add(*role_groups(RoleKey.READER))
    return user
