"""Two municipalities with all that belongs to the first, and a merger of them."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.models import Merger


@pytest.fixture
def old(area, locales, person):
    return _municipality(area("Jämsänkoski"), locales["fi"], person("vanha"))


@pytest.fixture
def new(area, locales, person):
    return _municipality(area("Jämsä"), locales["fi"], person("uusi"))


def _municipality(area, locale, user):
    city = models.Organisation.objects.create(
        name_fi=f"{area} kaupunki", type="municipality", area=area
    )
    made = SimpleNamespace(area=area, city=city, user=user)
    made.department = models.Organisation.objects.create(
        name_fi="Perusturva", type="municipality", parent=city
    )
    made.unit = models.Unit.objects.create(name_fi="Neuvola", organisation=city, area=area)
    made.contact = models.Contact.objects.create(
        role_title_fi="Työntekijä", organisation=city, unit=made.unit, phone="000 000 0001"
    )
    made.contact.areas.add(area)
    made.service = models.Service.objects.create(name="Palvelu", organisation=city, locale=locale)
    made.offering = models.ServiceOffering.objects.create(service=made.service, organisation=city)
    made.offering.areas.add(area)
    made.channel = models.ServiceChannel.objects.create(
        name_fi="Neuvonta", kind="phone", organisation=city
    )
    made.membership = models.Membership.objects.create(
        user=user, organisation=city, role=RoleKey.MUNICIPAL_EDITOR
    )
    made.licence = models.Licence.objects.create(
        organisation=city, seats=5, valid_from=datetime.date(2020, 1, 1)
    )
    return made


@pytest.fixture
def merger(old, new):
    """merger(date=…, areas=True): not yet carried out; of the organisations, by default."""

    def make(date=None, *, areas=False, **fields):
        if areas:
            pair = {"old_area": old.area, "new_area": new.area}
            fields = {"kind": "municipality", **pair, **fields}
        return Merger.objects.create(
            **{
                "kind": "organisation",
                "old_organisation": old.city,
                "new_organisation": new.city,
                "date": date or timezone.localdate(),
                **fields,
            }
        )

    return make
