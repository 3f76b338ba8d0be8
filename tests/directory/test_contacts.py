"""Contacts and offerings: whom they name, and who sees them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from support.records import refusal
from wagtail.models import Locale

from soskes_wagtail.access import RoleKey, visible_to
from soskes_wagtail.directory_snippets import models


class TestContactsAndOfferings:
    def test_contact_can_be_reached(self, city):
        contact = models.Contact(role_title_fi="Ohjaaja", organisation=city)
        assert "__all__" in refusal(contact)
        contact.email = "ohjaaja@esimerkki.example"
        assert refusal(contact) == {}

    def test_contacts_place_is_its_organisations(self, city):
        other = models.Organisation.objects.create(name_fi="Muu", type="municipality")
        unit = models.Unit.objects.create(name_fi="Piste", organisation=other)
        contact = models.Contact(role_title_fi="Ohjaaja", organisation=city, phone="112", unit=unit)
        assert "unit" in refusal(contact)
        contact.organisation = other
        assert refusal(contact) == {}

    def test_contacts_place_may_be_a_departments(self, city):
        department = models.Organisation.objects.create(
            name_fi="Perhepalvelut", type="municipality", parent=city
        )
        unit = models.Unit.objects.create(name_fi="Piste", organisation=department)
        contact = models.Contact(role_title_fi="Ohjaaja", organisation=city, phone="112", unit=unit)
        assert refusal(contact) == {}

    def test_name_of_a_contact_is_the_role_and_never_the_person(self):
        # Logs keep it, and lists show it to those who are not shown the person.
        contact = models.Contact(role_title_fi="Ohjaaja", person_name="Aino Aalto")
        assert str(contact) == "Ohjaaja"

    @pytest.fixture
    def service(self, db):
        locale, _ = Locale.objects.get_or_create(language_code="fi")
        return models.Service.objects.create(name="Perhetyö", locale=locale)

    def test_offering_names_a_place_once(self, city, service):
        assert "__all__" in refusal(models.ServiceOffering(service=service))
        models.ServiceOffering.objects.create(service=service, organisation=city)
        twin = models.ServiceOffering(service=service, organisation=city)
        assert "__all__" in refusal(twin)
        producer = models.ServiceOffering(service=service, organisation=city, role="producer")
        assert refusal(producer) == {}

    @pytest.mark.parametrize(
        ("who", "seen"),
        [
            (None, {"public"}),
            (RoleKey.READER, {"public", "members"}),
            (RoleKey.SECTION_EDITOR, {"public", "members"}),
            (RoleKey.ADMINISTRATOR, {"public", "members", "admins"}),
        ],
    )
    def test_who_sees_whom(self, city, person, role, who, seen):
        for audience in ("public", "members", "admins"):
            models.Contact.objects.create(
                role_title_fi=audience, organisation=city, phone="112", audience=audience
            )
        user = person("joku", role(who)) if who else AnonymousUser()
        found = visible_to(user, models.Contact.objects.all())
        assert set(found.values_list("role_title_fi", flat=True)) == seen

    def test_contacts_are_for_members_unless_said_otherwise(self, city):
        assert models.Contact(organisation=city).audience == "members"

    def test_offering_is_as_closed_as_its_service_and_place(self, city, service, person):
        unit = models.Unit.objects.create(name_fi="Piste", organisation=city)
        offering = models.ServiceOffering.objects.create(
            service=service, organisation=city, unit=unit
        )

        def seen():
            return visible_to(AnonymousUser(), models.ServiceOffering.objects).exists()

        assert seen()
        for record in (service, city, unit):
            type(record).objects.filter(pk=record.pk).update(audience="members")
            assert not seen()
            type(record).objects.filter(pk=record.pk).update(audience="public")
        models.Service.objects.update(live=False)
        assert not seen() and offering.pk
