"""Rules of the directory's records."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from support.network import person, role  # noqa: F401
from wagtail.models import Locale

from soskes_wagtail.access import RoleKey, visible_to
from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.models.mixins import in_language
from soskes_wagtail.directory_snippets.phones import validate_phone
from soskes_wagtail.directory_snippets.validators import (
    oid_warnings,
    validate_area_code,
    validate_business_id,
    validate_oid,
    validate_statute_number,
)

DAY = datetime.date(2026, 6, 15)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)


def refusal(record) -> dict[str, list[str]]:
    """Codes of what is wrong with a record by field; empty when nothing is."""
    try:
        record.full_clean()
    except ValidationError as error:
        return {field: [e.code for e in errors] for field, errors in error.error_dict.items()}
    return {}


def code_of(check, *values) -> str | None:
    try:
        check(*values)
    except ValidationError as error:
        return error.code
    return None


@pytest.fixture
def area(db):
    def make(name, **fields):
        fields.setdefault("kind", "municipality")
        fields.setdefault("code", f"{models.Area.objects.count():03}")
        return models.Area.objects.create(name_fi=name, **fields)

    return make


@pytest.fixture
def city(db):
    return models.Organisation.objects.create(name_fi="Kaupunki", type="municipality")


class TestIdentifiers:
    @pytest.mark.parametrize("value", ["2045520-5", "0174035-0", "3221318-2", "0174666-4"])
    def test_real_business_ids(self, value):
        assert code_of(validate_business_id, value) is None

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            *[(f"2045520-{digit}", "business_id_check_digit") for digit in "012346789"],
            ("20455205", "business_id_form"),
            ("2045520–5", "business_id_form"),
            ("045520-5", "business_id_form"),
            (" 2045520-5", "business_id_form"),
            ("FI20455205", "business_id_form"),
            ("", "business_id_form"),
        ],
    )
    def test_impossible_business_ids(self, value, code):
        assert code_of(validate_business_id, value) == code

    def test_check_digit_is_the_weighted_sum(self):
        """Against the rule itself: (7, 9, 10, 5, 8, 4, 2) modulo 11; a rest of 1 is not used."""
        for number in range(1_000_000, 1_000_400):
            rest = (
                sum(
                    int(digit) * weight
                    for digit, weight in zip(str(number), (7, 9, 10, 5, 8, 4, 2), strict=True)
                )
                % 11
            )
            right = None if rest == 1 else (11 - rest) % 11
            accepted = [
                digit
                for digit in range(10)
                if code_of(validate_business_id, f"{number}-{digit}") is None
            ]
            assert accepted == ([] if right is None else [right]), number

    @pytest.mark.parametrize("value", ["1.2.246.10.2048198.10.0", "2.16", "1.2.246.10.1"])
    def test_oids(self, value):
        assert code_of(validate_oid, value) is None

    @pytest.mark.parametrize(
        "value", ["1", "1.", ".1", "1..2", "1.2.x", "1,2", "1.2\n", " 1.2", "urn:oid:1.2"]
    )
    def test_not_oids(self, value):
        assert code_of(validate_oid, value) == "oid_form"

    @pytest.mark.parametrize(
        ("oid", "business_id", "number"),
        [
            ("1.2.246.10.20455205", "2045520-5", 0),
            ("1.2.246.10.20455205.10.0", "2045520-5", 0),
            ("1.2.246.10.1740350.10.2", "0174035-0", 0),
            ("1.2.246.10.1740350", "", 0),
            ("", "2045520-5", 0),
            ("1.2.246.10.2048198.10.0", "2045520-5", 1),
            ("1.2.246.10.20455205.11.0", "2045520-5", 1),
            ("1.2.246.10.20455205.10", "2045520-5", 1),
            ("1.2.246.10.2048198.14.3", "2045520-5", 2),
            ("1.2.840.1", "2045520-5", 1),
        ],
    )
    def test_odd_oids_are_only_warned_of(self, oid, business_id, number):
        assert len(oid_warnings(oid, business_id)) == number

    @pytest.mark.parametrize(
        ("kind", "code", "right"),
        [
            ("municipality", "992", True),
            ("municipality", "005", True),
            ("municipality", "15", False),
            ("municipality", "9921", False),
            ("municipality", "99a", False),
            ("region", "13", True),
            ("wellbeing_county", "15", True),
            ("wellbeing_county", "015", False),
        ],
    )
    def test_area_codes(self, kind, code, right):
        assert code_of(validate_area_code, kind, code) == (None if right else "area_code_form")

    @pytest.mark.parametrize("value", ["417", "1", "1301", "39-001"])
    def test_statute_numbers(self, value):
        assert code_of(validate_statute_number, value) is None

    @pytest.mark.parametrize("value", ["417/2007", "0417", "", "417 ", "abc", "39-"])
    def test_not_statute_numbers(self, value):
        assert code_of(validate_statute_number, value) == "statute_number_form"

    def test_none_is_unique_to_nobody(self, city):
        """Two organisations without codes stand side by side; two with the same do not."""
        for name in ("Toimiala 1", "Toimiala 2"):
            department = models.Organisation(
                name_fi=name, type="municipality", business_id="", oid="", parent=city
            )
            assert refusal(department) == {}
            department.save()
        city.business_id = "2045520-5"
        city.save()
        twin = models.Organisation(name_fi="X", type="company", business_id="2045520-5")
        assert refusal(twin) == {"business_id": ["unique"]}

    def test_same_code_is_right_for_areas_of_different_kinds(self, area):
        area("Keski-Suomi", kind="region", code="13")
        twin = models.Area(name_fi="Kopio", kind="region", code="13", slug="kopio")
        assert refusal(twin) == {"__all__": ["unique_together"]}
        other = models.Area(name_fi="Kopio", kind="wellbeing_county", code="13", slug="kopio")
        assert refusal(other) == {}


class TestPhones:
    @pytest.mark.parametrize(
        "value",
        [
            "112",
            "014 266 0000",
            "+358 14 266 0000",
            "(014) 266 0000",
            "014-2660000",
            "0295 020 000",
        ],
    )
    def test_as_people_write_them(self, value):
        assert code_of(validate_phone, value) is None

    @pytest.mark.parametrize(
        "value",
        ["", "12", "puh. 014 266 0000", "014 266 0000, 014 266 0001", "1" * 16, "++358", "+", "x"],
    )
    def test_what_cannot_be_called(self, value):
        assert code_of(validate_phone, value) == "phone_form"

    @pytest.mark.parametrize(
        ("kind", "value", "right"),
        [
            ("phone", "014 266 0000", True),
            ("sms", "040 000 0000", True),
            ("fax", "014 266 0000", True),
            ("phone", "kirjaamo@esimerkki.example", False),
            ("email", "kirjaamo@esimerkki.example", True),
            ("email", "014 266 0000", False),
            ("web", "https://esimerkki.example/", True),
            ("web", "javascript:alert(1)", False),
            ("web", "ftp://esimerkki.example/", False),
        ],
    )
    def test_channel_is_what_its_kind_says(self, city, kind, value, right):
        channel = models.OrganisationChannel(organisation=city, kind=kind, value=value)
        assert ("value" in refusal(channel)) is not right


class TestHours:
    def hours(self, **fields):
        return models.UnitHours(**fields).clean()

    @pytest.mark.parametrize(
        "fields",
        [
            {"weekday": 0, "opens_at": "09:00", "closes_at": "16:00"},
            {"weekday": 4, "opens_at": "22:00", "closes_at": "02:00"},
            {"weekday": 6, "is_closed": True},
            {"always_open": True},
            {"valid_from": DAY, "is_closed": True},
            {"valid_from": DAY, "valid_to": DAY, "opens_at": "10:00", "closes_at": "12:00"},
        ],
    )
    def test_right(self, fields):
        self.hours(**fields)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({}, "weekday"),
            ({"opens_at": "09:00", "closes_at": "16:00"}, "weekday"),
            ({"valid_to": DAY, "is_closed": True}, "weekday"),
            ({"weekday": 0}, "opens_at"),
            ({"weekday": 0, "opens_at": "09:00"}, "opens_at"),
            ({"weekday": 0, "closes_at": "16:00"}, "opens_at"),
            ({"valid_from": DAY, "valid_to": BEFORE, "is_closed": True}, "valid_to"),
            ({"weekday": 0, "is_closed": True, "always_open": True}, "is_closed"),
        ],
    )
    def test_wrong(self, fields, field):
        with pytest.raises(ValidationError) as error:
            self.hours(**fields)
        assert set(error.value.error_dict) == {field}


class TestValidity:
    @pytest.mark.parametrize(
        ("valid_from", "valid_to", "current"),
        [
            (None, None, True),
            (DAY, None, True),
            (None, DAY, True),
            (DAY, DAY, True),
            (AFTER, None, False),
            (None, BEFORE, False),
        ],
    )
    def test_both_days_belong_to_it(self, area, valid_from, valid_to, current):
        record = area("Alue", valid_from=valid_from, valid_to=valid_to)
        assert record.is_current(DAY) is current
        assert models.Area.objects.current(DAY).filter(pk=record.pk).exists() is current

    def test_end_before_beginning(self, city):
        city.valid_from, city.valid_to = DAY, BEFORE
        assert refusal(city) == {"valid_to": ["validity"]}


class TestSuccessors:
    def test_chain_is_followed_to_its_end(self, area):
        last = area("Äänekoski")
        middle = area("Äänekosken maalaiskunta", successor=last, valid_to=DAY)
        first = area("Vanha", successor=middle, valid_to=BEFORE)
        assert first.latest_successor() == last
        assert last.latest_successor() == last
        assert refusal(first) == {}

    def test_who_has_a_successor_has_ended(self, area):
        old = area("Vanha")
        old.successor = area("Uusi")
        assert refusal(old) == {"valid_to": ["successor_without_end"]}

    def test_nobody_succeeds_itself(self, area):
        one, two = area("Yksi", valid_to=DAY), area("Kaksi", valid_to=DAY)
        one.successor = one
        assert refusal(one) == {"successor": ["successor_circle"]}
        one.successor = two
        one.save()
        two.successor = one
        assert refusal(two) == {"successor": ["successor_circle"]}

    def test_circle_that_got_in_somehow_is_left_again(self, area):
        one, two = area("Yksi"), area("Kaksi")
        models.Area.objects.filter(pk=one.pk).update(successor=two)
        models.Area.objects.filter(pk=two.pk).update(successor=one)
        assert models.Area.objects.get(pk=one.pk).latest_successor() in (one, two)

    def test_municipality_is_succeeded_by_a_municipality(self, area):
        old = area("Kunta", valid_to=DAY)
        old.successor = area("Maakunta", kind="region", code="13")
        assert "successor" in refusal(old)


class TestTrees:
    def test_organisation_is_no_part_of_itself(self, city):
        below = models.Organisation.objects.create(
            name_fi="Toimiala", type="municipality", parent=city
        )
        city.parent = below
        assert refusal(city) == {"parent": ["tree_circle"]}
        below.parent = below
        assert refusal(below) == {"parent": ["tree_circle"]}

    def test_class_is_no_part_of_itself(self, db):
        main = models.ServiceClass.objects.create(code="P3", name_fi="Perheet")
        sub = models.ServiceClass.objects.create(code="P3.8", name_fi="Lapset", parent=main)
        main.parent = sub
        assert refusal(main) == {"parent": ["tree_circle"]}

    def test_covering_areas(self, area):
        region = area("Keski-Suomi", kind="region", code="13")
        county = area("Hyvinvointialue", kind="wellbeing_county", code="15")
        city = area("Äänekoski", region=region, wellbeing_county=county)
        assert city.covering_ids == {city.pk, region.pk, county.pk}
        assert county.covering_ids == {county.pk}


class TestLanguages:
    @pytest.mark.parametrize(
        ("names", "shown"),
        [
            ({"fi": "Suomi", "sv": "Svenska", "en": "English"}, {"fi": "Suomi", "sv": "Svenska"}),
            ({"fi": "Suomi"}, {"fi": "Suomi", "sv": "Suomi", "en": "Suomi", "se": "Suomi"}),
            ({"sv": "Svenska", "en": "English"}, {"fi": "Svenska", "en": "English"}),
            ({"en": "English"}, {"fi": "English", "sv": "English"}),
            ({}, {"fi": ""}),
        ],
    )
    def test_fallback(self, names, shown):
        record = models.Area(**{f"name_{code}": name for code, name in names.items()})
        for language, name in shown.items():
            with override(language):
                assert record.name == str(record) == name
            assert in_language(record, "name", language) == name

    def test_regional_variants_and_none(self):
        record = models.Area(name_fi="Suomi", name_sv="Svenska")
        with override("sv-fi"):
            assert record.name == "Svenska"
        with override(None):
            assert record.name == "Suomi"

    def test_address_of_a_place(self):
        unit = models.Unit(street_fi="Hallintokatu 4", postal_code="44100")
        assert unit.visiting_address == "Hallintokatu 4, 44100"
        unit.post_office_fi = "Äänekoski"
        assert unit.visiting_address == "Hallintokatu 4, 44100 Äänekoski"
        unit.street_fi = ""
        assert unit.visiting_address == "44100 Äänekoski"

    def test_address_part_of_a_name(self, area):
        assert area("Äänekoski").slug == "aanekoski"
        assert area("Äänekosken maalaiskunta", slug="oma").slug == "oma"


class TestStatutes:
    @pytest.mark.parametrize(
        ("language", "address"),
        [
            ("fi", "https://www.finlex.fi/fi/lainsaadanto/2007/417"),
            ("sv", "https://www.finlex.fi/sv/lagstiftning/2007/417"),
            ("en", "https://www.finlex.fi/en/legislation/collection/2007/417"),
            ("se", "https://www.finlex.fi/fi/lainsaadanto/2007/417"),
        ],
    )
    def test_link_in_the_language_of_the_reader(self, language, address):
        statute = models.Statute(number="417", year=2007)
        assert statute.finlex_url_in(language) == address
        with override(language):
            assert statute.finlex_url == address

    def test_names(self):
        statute = models.Statute(number="417", year=2007, title_fi="Lastensuojelulaki")
        assert (statute.citation, str(statute)) == ("417/2007", "Lastensuojelulaki (417/2007)")
        statute.short_name_fi = "LSL"
        assert str(statute) == "LSL (417/2007)"

    def test_one_row_for_one_statute(self, db):
        models.Statute.objects.create(number="417", year=2007, title_fi="Lastensuojelulaki")
        twin = models.Statute(number="417", year=2007, title_fi="Toinen")
        assert refusal(twin) == {"__all__": ["unique_together"]}
        assert refusal(models.Statute(number="417", year=2008, title_fi="Toinen")) == {}
        assert "year" in refusal(models.Statute(number="1", year=1600, title_fi="Vanha"))


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

    def test_name_of_a_contact_is_the_role(self):
        contact = models.Contact(role_title_fi="Ohjaaja")
        assert str(contact) == "Ohjaaja"
        contact.person_name = "Aino Aalto"
        assert str(contact) == "Ohjaaja, Aino Aalto"

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
    def test_who_sees_whom(self, city, person, role, who, seen):  # noqa: F811
        from django.contrib.auth.models import AnonymousUser

        for audience in ("public", "members", "admins"):
            models.Contact.objects.create(
                role_title_fi=audience, organisation=city, phone="112", audience=audience
            )
        user = person("joku", role(who)) if who else AnonymousUser()
        found = visible_to(user, models.Contact.objects.all())
        assert set(found.values_list("role_title_fi", flat=True)) == seen

    def test_contacts_are_for_members_unless_said_otherwise(self, city):
        assert models.Contact(organisation=city).audience == "members"

    def test_offering_is_as_closed_as_its_service_and_place(self, city, service, person):  # noqa: F811
        from django.contrib.auth.models import AnonymousUser

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
