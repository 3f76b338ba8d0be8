"""Making and changing records by the admin's forms."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry

from soskes_wagtail.directory_snippets import models


def errors(response) -> str:
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(tag.get_text(" ", strip=True) for tag in page.select(".error-message"))


def offered(response, name) -> set[str]:
    page = BeautifulSoup(response.content, "html.parser")
    options = page.select(f"select[name={name}] option")
    return {option.text for option in options if option["value"]}


def messages_of(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def finnish():
    with override("fi"):
        yield


class TestEditorsOwnRows:
    @pytest.fixture
    def client(self, signed_in, editor):
        return signed_in(editor)

    def test_new_contact(self, client, own, url, form_of, areas):
        page = client.get(url(models.Contact, "add"))
        assert offered(page, "organisation") == {"Äänekosken kaupunki", "Perusturva"}
        data = form_of(page) | {
            "role_title_fi": "Perhetyöntekijä",
            "phone": "000 000 0009",
            "organisation": own.department.pk,
            "areas": [areas.aanekoski.pk],
        }
        assert client.post(url(models.Contact, "add"), data).status_code == 302
        contact = models.Contact.objects.get(role_title_fi="Perhetyöntekijä")
        assert contact.organisation == own.department
        assert list(contact.areas.all()) == [areas.aanekoski]
        assert ModelLogEntry.objects.for_instance(contact).count() == 1

    @pytest.mark.parametrize("view", ["add", "edit"])
    def test_foreign_organisation_is_refused(self, client, own, foreign, url, form_of, view):
        address = url(models.Contact if view == "add" else own.contact, view)
        data = form_of(client.get(address)) | {
            "role_title_fi": "Siirretty",
            "phone": "000 000 0009",
            "organisation": foreign.organisation.pk,
        }
        response = client.post(address, data)
        assert response.status_code == 200 and errors(response)
        assert not models.Contact.objects.filter(role_title_fi="Siirretty").exists()

    def test_foreign_unit_is_refused(self, client, own, foreign, url, form_of):
        address = url(own.offering, "edit")
        data = form_of(client.get(address)) | {"unit": foreign.unit.pk}
        assert errors(client.post(address, data))
        own.offering.refresh_from_db()
        assert own.offering.unit == own.unit

    def test_offering_goes_to_nobody_else(self, client, own, foreign, url, form_of):
        """Without an organisation the place decides whose it is; one of the two is needed."""
        address = url(own.offering, "edit")
        data = form_of(client.get(address)) | {"organisation": "", "unit": own.unit.pk}
        assert client.post(address, data).status_code == 302
        data = form_of(client.get(address)) | {"unit": ""}
        assert client.post(address, data).status_code == 200
        own.offering.refresh_from_db()
        assert own.offering.unit == own.unit

    def test_service_needs_an_owner(self, client, url, form_of):
        address = url(models.Service, "add")
        data = form_of(client.get(address)) | {"name": "Isännätön", "organisation": ""}
        assert errors(client.post(address, data))
        assert not models.Service.objects.filter(name="Isännätön").exists()

    def test_service_is_made_and_published(self, client, own, url, form_of):
        address = url(models.Service, "add")
        data = form_of(client.get(address)) | {
            "name": "Perhetyö",
            "organisation": own.organisation.pk,
            "action-publish": "1",
        }
        assert client.post(address, data).status_code == 302
        assert models.Service.objects.get(name="Perhetyö").live

    def test_organisation_stays_in_its_place(self, client, own, foreign, url, form_of):
        address = url(own.department, "edit")
        page = client.get(address)
        assert offered(page, "parent") == {"Äänekosken kaupunki"}
        refused = client.post(address, form_of(page) | {"parent": foreign.organisation.pk})
        assert errors(refused)
        changed = client.post(address, form_of(page) | {"name_fi": "Perusturvan toimiala"})
        assert changed.status_code == 302
        own.department.refresh_from_db()
        assert (own.department.name_fi, own.department.parent) == (
            "Perusturvan toimiala",
            own.organisation,
        )

    def test_choice_of_hidden_rows_is_refused(self, client, own, foreign, url, form_of):
        """An id typed into the form reaches no row that its chooser would not show."""
        foreign.service.live = False
        foreign.service.save()
        address = url(models.ServiceOffering, "add")
        data = form_of(client.get(address)) | {
            "service": foreign.service.pk,
            "organisation": own.organisation.pk,
        }
        assert errors(client.post(address, data))

    def test_only_organisation_is_chosen_beforehand(self, client, own, url, form_of):
        own.department_contact.delete()
        own.department.delete()
        assert form_of(client.get(url(models.Contact, "add")))["organisation"] == str(
            own.organisation.pk
        )

    def test_draft_naming_another_owner_changes_nothing(self, client, own, foreign, url, user_of):
        """A draft by somebody else does not hand the row over before it is published."""
        foreign.service.organisation = own.organisation
        foreign.service.save_revision()
        assert client.get(url(foreign.service, "edit")).status_code == 302


class TestAdministrator:
    @pytest.fixture
    def client(self, signed_in, admin_user):
        return signed_in(admin_user)

    def new_organisation(self, client, url, form_of, **changes):
        address = url(models.Organisation, "add")
        data = form_of(client.get(address)) | {
            "name_fi": "Kunta",
            "type": "municipality",
            **changes,
        }
        return client.post(address, data)

    @pytest.mark.parametrize(
        ("field", "value", "msgid"),
        [
            (
                "business_id",
                "2045520-6",
                "The last digit of the business ID does not match the others. Check for a typo.",
            ),
            (
                "business_id",
                "20455205",
                "A business ID has seven digits, a hyphen and a check digit, "
                "for example 2045520-5.",
            ),
            (
                "oid",
                "1.2.x",
                "An OID is numbers separated by dots, for example 1.2.246.10.2048198.10.0.",
            ),
        ],
    )
    def test_rules_are_named(self, client, url, form_of, field, value, msgid, finnish):
        response = self.new_organisation(client, url, form_of, **{field: value})
        assert gettext(msgid) in errors(response)
        assert not models.Organisation.objects.filter(name_fi="Kunta").exists()

    def test_odd_oid_is_saved_with_a_warning(self, client, url, form_of, finnish):
        response = self.new_organisation(
            client, url, form_of, business_id="2045520-5", oid="1.2.246.10.999"
        )
        assert response.status_code == 302
        msgid = "The OID does not contain the business ID (%(expected)s expected after %(arc)s)."
        expected = gettext(msgid) % {"expected": "20455205", "arc": "1.2.246.10."}
        assert any(expected in text for text in messages_of(response))

    def test_right_oid_gives_no_warning(self, client, url, form_of):
        response = self.new_organisation(
            client, url, form_of, business_id="2045520-5", oid="1.2.246.10.20455205"
        )
        assert response.status_code == 302
        assert not any("OID" in text for text in messages_of(response))

    def test_departments_oid_is_held_against_the_business_id_above(self, client, url, form_of, own):
        own.organisation.business_id = "2045520-5"
        own.organisation.save()
        address = url(own.department, "edit")
        data = form_of(client.get(address))
        fine = client.post(address, data | {"oid": "1.2.246.10.20455205.10.1"})
        assert not any("OID" in text for text in messages_of(fine))
        odd = client.post(address, data | {"oid": "1.2.246.10.1.10.1"})
        assert any("OID" in text and "20455205" in text for text in messages_of(odd))

    def test_merger(self, client, url, form_of, areas):
        address = url(areas.aanekoski, "edit")
        data = form_of(client.get(address)) | {
            "valid_to": "31.12.2026",
            "successor": areas.jyvaskyla.pk,
        }
        assert client.post(address, data).status_code == 302
        areas.aanekoski.refresh_from_db()
        assert areas.aanekoski.latest_successor() == areas.jyvaskyla

    def test_areas_offered_are_the_networks_and_those_chosen(
        self, client, url, form_of, own, areas
    ):
        far = models.Area.objects.create(kind="municipality", code="091", name_fi="Helsinki")
        own.contact.areas.add(areas.jamsankoski)
        page = BeautifulSoup(client.get(url(own.contact, "edit")).content, "html.parser")
        values = [box["value"] for box in page.select("input[name=areas]")]
        assert values == [
            str(area.pk)
            for area in (areas.county, areas.jyvaskyla, areas.jamsankoski, areas.aanekoski)
        ]
        assert str(far.pk) not in values

    def test_copy_is_a_new_row_with_its_own_hours(self, client, url, form_of, own, areas):
        own.contact.areas.add(areas.county)
        own.contact.hours.create(weekday=0, opens_at="09:00", closes_at="11:00")
        own.contact.save()
        page = client.get(url(own.contact, "copy"))
        data = form_of(page) | {"role_title_fi": "Kopio"}
        assert data["areas"] == [str(areas.county.pk)]
        response = client.post(url(models.Contact, "add"), data)
        assert response.status_code == 302, errors(response)
        copy = models.Contact.objects.get(role_title_fi="Kopio")
        assert copy.hours.count() == 1 and own.contact.hours.count() == 1

    def test_unit_is_copied_without_its_codes(self, client, url, form_of, own):
        own.unit.oid = "1.2.246.10.1.10.1"
        own.unit.save()
        data = form_of(client.get(url(own.unit, "copy"))) | {"name_fi": "Kopio"}
        response = client.post(url(models.Unit, "add"), data)
        assert response.status_code == 302, errors(response)
        assert models.Unit.objects.get(name_fi="Kopio").oid is None

    def test_ptv_hint_stands_where_it_belongs(self, client, url, own):
        hint = "(PTV)."
        assert hint not in client.get(url(own.unit, "edit")).content.decode()
        own.unit.ptv_id = "d2ac60f9-5f0b-4f0c-9a55-6cf1ab0fd7c9"
        own.unit.save()
        page = client.get(url(own.unit, "edit")).content.decode()
        assert "help-info" in page and own.unit.ptv_id in page
