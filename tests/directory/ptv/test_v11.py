"""The small v11 folder: envelopes and lists, codes in addresses, hours, forms, odd things."""

from datetime import date, time

import pytest
from support.ptv import CHANNEL, ORGANIZATION, SERVICE, count, skipped_ids, total, warnings_of

from soskes_wagtail.directory_snippets.models import (
    Area,
    Organisation,
    Service,
    ServiceChannel,
    ServiceClass,
    ServiceOffering,
    Statute,
    Unit,
)


@pytest.fixture
def facts(db):
    """What a site has before the import: areas, a class, two statutes."""
    county = Area.objects.create(kind="wellbeing_county", code="15", name_fi="Keski-Suomi")
    Area.objects.create(
        kind="municipality", code="992", name_fi="Äänekoski", wellbeing_county=county
    )
    ServiceClass.objects.create(code="P3.8", name_fi="Lastensuojelu")
    Statute.objects.create(number="417", year=2007, title_fi="Lastensuojelulaki")


@pytest.fixture
def report(facts, run, v11):
    return run(v11)


def test_every_item_is_counted_once(report):
    assert report["created"] == {"organizations": 4, "servicechannels": 4, "services": 2}
    assert sorted(skipped_ids(report)) == sorted(
        [
            ORGANIZATION.format(5),  # draft
            SERVICE.format(3),  # deleted
            SERVICE.format(4),  # changed, not yet published
            CHANNEL.format(5),  # of an unknown type
            CHANNEL.format(6),  # of an organisation that is not here
        ]
    )
    assert total(report) == 15


def test_a_second_run_finds_all_unchanged(report, run, v11):
    again = run(v11)
    assert count(again, "unchanged") == 10
    assert again["skipped"] == report["skipped"]


def test_the_display_name_is_the_one_that_ptv_chose(report):
    row = Organisation.objects.get(ptv_id=ORGANIZATION.format(1))
    assert (row.name_fi, row.name_sv, row.name_en) == ("Esimerkkialue", "EO", "")
    assert row.type == "joint_authority"
    assert (row.area.kind, row.area.code) == ("wellbeing_county", "15")
    assert row.oid == "1.2.246.10.90000019.10.0"
    assert row.postal_address_sv == "PB 12, 44101 Äänekoski"
    assert row.address_note_fi == "Sisäpihan ovi"
    assert row.post_office_en == ""  # leftovers of another kind of address are not read


def test_numbers_and_addresses_that_cannot_be_are_left_out(report):
    row = Organisation.objects.get(ptv_id=ORGANIZATION.format(1))
    rows = [(c.kind, c.value, c.label_fi, c.label_sv, c.charge) for c in row.channels.all()]
    assert rows == [
        ("phone", "+358 000000101", "Vaihde", "Växel", "normal"),
        ("phone", "0000 102", "Neuvonta", "", "free"),
        ("email", "kirjaamo@esimerkki.example", "Kirjaamo", "", ""),
        ("web", "https://www.esimerkki.example/", "Etusivu", "", ""),
    ]
    told = " ".join(warnings_of(report, ORGANIZATION.format(1)))
    assert "ei osoite" in told
    assert "javascript:alert(1)" in told


def test_a_department_has_no_business_id_of_its_own(report):
    root = Organisation.objects.get(ptv_id=ORGANIZATION.format(1))
    department = Organisation.objects.get(ptv_id=ORGANIZATION.format(2))
    assert root.business_id == "9000001-1"
    assert department.business_id is None
    assert department.parent == root


def test_what_is_broken_in_an_organisation_is_told(report):
    row = Organisation.objects.get(ptv_id=ORGANIZATION.format(3))
    assert (row.business_id, row.parent) == (None, None)
    assert row.street_fi == "Storgatan 1, 111 22 Stockholm, Ruotsi"
    told = " ".join(warnings_of(report, ORGANIZATION.format(3)))
    assert "9000003-9" in told
    assert ORGANIZATION.format(9) in told


def test_a_name_in_swedish_only_is_the_name(report):
    row = Organisation.objects.get(ptv_id=ORGANIZATION.format(4))
    assert (row.name_fi, row.name_sv) == ("Exempel kommun", "Exempel kommun")
    assert (row.area.code, row.area.name_fi) == ("998", "Exempel")
    assert row.oid is None
    row.full_clean()  # an editor can open and save it


def test_a_unit_with_all_kinds_of_hours(report):
    unit = Unit.objects.get(ptv_id=CHANNEL.format(1))
    assert unit.description_fi == "Talo keskustassa."
    assert unit.visiting_address == "Esimerkkikatu 4 B, 44100 Äänekoski"
    assert unit.latitude is not None
    hours = [
        (h.weekday, h.opens_at, h.closes_at, h.is_closed, h.valid_from, h.valid_to)
        for h in unit.hours.all()
    ]
    summer = (date(2026, 6, 1), date(2026, 8, 31))
    independence = date(2026, 12, 6)
    assert hours == [
        (0, time(9), time(15, 30), False, None, None),
        (1, time(9), time(15, 30), False, None, None),
        (2, time(9), time(15, 30), False, None, None),
        (4, time(22), time(4), False, *summer),
        (None, None, None, True, independence, independence),
        (3, time(10), time(12), False, None, None),
    ]
    assert unit.hours.get(valid_from=independence).note_fi == "Itsenäisyyspäivä"
    assert unit.hours.get(weekday=3).note_fi != ""  # by appointment
    assert len(warnings_of(report, CHANNEL.format(1))) == 1  # hours without times


def test_channels_by_kind(report):
    phone = ServiceChannel.objects.get(ptv_id=CHANNEL.format(2))
    (number, email) = phone.addresses.all()
    assert (number.value, number.charge, number.charge_note) == (
        "+358 000000103",
        "other",
        "2 €/min",
    )
    assert email.value == "tuki@esimerkki.example"
    assert phone.hours.get().always_open
    assert [area.code for area in phone.areas.all()] == ["992"]
    form = ServiceChannel.objects.get(ptv_id=CHANNEL.format(3))
    assert form.kind == "form"
    assert form.whole_country
    assert "Kirjaamo, PL 12, 44101 Äänekoski" in form.description_fi
    online = ServiceChannel.objects.get(ptv_id=CHANNEL.format(4))
    assert [(a.value, a.label_fi, a.label_sv) for a in online.addresses.all()] == [
        ("https://asiointi.esimerkki.example/", "Verkkoasiointi", ""),
        ("https://asiointi.esimerkki.example/sv", "", "E-tjänst"),
    ]


def test_the_texts_of_a_service(report):
    service = Service.objects.get(ptv_id=SERVICE.format(1), locale__language_code="fi")
    assert service.name == "Esimerkkien lastensuojelu"
    assert service.description == (
        "<p>Autamme lasta &amp; perhettä.</p><p>Tuki voi olla:</p>"
        "<ul><li>keskustelua</li><li>kotiin annettavaa apua</li></ul><p>Tervetuloa.</p>"
    )
    assert service.who_for == "<p>Alle 18-vuotiaille.</p>"
    assert service.how_to_apply.startswith("<p>Soita.</p><h4>")
    assert service.how_to_apply.endswith("</h4><p>7 arkipäivää</p>")
    assert service.how_to_apply.count("<h4>") == 1


def test_the_versions_of_a_service(report, locales):
    rows = Service.objects.filter(ptv_id=SERVICE.format(1))
    assert {row.locale.language_code for row in rows} == {"fi", "sv"}
    told = warnings_of(report, SERVICE.format(1))
    assert any(line.rstrip(".").endswith("en") for line in told)  # a text without a name
    assert [w for w in report["warnings"] if w["id"] == "" and "se" in w["warning"]]


def test_a_service_in_english_only(report):
    service = Service.objects.get(ptv_id=SERVICE.format(2))
    assert service.locale.language_code == "en"
    assert service.organisation.ptv_id.hex.startswith("1000")
    assert len(warnings_of(report, SERVICE.format(2))) == 1  # its text is in a description


def test_classes_and_laws_of_a_service(report):
    told = " ".join(warnings_of(report, SERVICE.format(1)))
    for service in Service.objects.filter(ptv_id=SERVICE.format(1)):
        assert sorted(c.code for c in service.service_classes.all()) == ["P3", "P3.8"]
        assert [g.code for g in service.target_groups.all()] == ["KR1.2"]
        assert [str(law.statute.number) for law in service.legal_basis.all()] == ["417"]
    made = ServiceClass.objects.get(code="P3")
    assert (made.name_fi, made.name_sv) == ("Perheiden palvelut", "Tjänster för familjer")
    assert ServiceClass.objects.get(code="P3.8").parent == made
    assert "v1999" in told  # a class that is known by an old address only
    assert "162/2099" in told
    assert "Muu laki" in told
    assert Statute.objects.count() == 1


def test_who_offers_the_service_and_where(report):
    source = Service.objects.get(ptv_id=SERVICE.format(1), locale__language_code="fi")
    offerings = ServiceOffering.objects.filter(service=source)
    assert {(o.role, o.organisation.name_fi, o.unit and o.unit.name_fi) for o in offerings} == {
        ("responsible", "Esimerkkialue", None),
        ("producer", "Esimerkkialueen lastensuojelu", None),
        ("responsible", "Esimerkkialue", "Esimerkkitalo"),
    }
    for offering in offerings:
        # The county itself, and the municipality of a hospital district, which we do not keep.
        assert {(a.kind, a.code) for a in offering.areas.all()} == {
            ("wellbeing_county", "15"),
            ("municipality", "998"),
        }
    told = " ".join(warnings_of(report, SERVICE.format(1)))
    for broken in ("997", CHANNEL.format(9), ORGANIZATION.format(8), "Yksityinen palveluntuottaja"):
        assert broken in told


def test_a_region_that_is_not_here_counts_as_its_municipalities(run, v11, locales):
    run(v11)
    department = Organisation.objects.get(ptv_id=ORGANIZATION.format(1))
    assert (department.area.kind, department.area.code) == ("municipality", "992")


def test_a_statute_that_is_added_later_is_linked_by_the_next_run(report, run, v11):
    statute = Statute.objects.create(number="162", year=2099, title_fi="Tuleva laki")
    again = run(v11)
    assert again["updated"] == {"organizations": 0, "servicechannels": 0, "services": 1}
    assert statute.service_links.count() == 2  # in Finnish and in Swedish
    assert count(run(v11), "unchanged") == 10
