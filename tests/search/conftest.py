"""A contact to find, and somebody who may."""

import pytest
from django.contrib.auth import get_user_model

from soskes_wagtail.access import RoleKey, role_groups
from soskes_wagtail.directory_snippets.models import Area, Contact, Organisation, ServiceClass


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
