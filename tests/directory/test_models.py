"""Rules of the directory's records."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from support.records import refusal

from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.models.mixins import in_language

DAY = datetime.date(2026, 6, 15)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)


class TestIdentity:
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
