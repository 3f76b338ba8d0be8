"""Real answers of PTV v9: everything arrives, and some of it is checked field by field."""

import json
from datetime import time
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext
from support.ptv import count, total

from soskes_wagtail.directory_snippets.models import (
    Area,
    Organisation,
    Service,
    ServiceChannel,
    ServiceOffering,
    Unit,
)

VAASA = "7fdd7f84-e52a-4c17-a59a-d7c2a3095ed5"
NAANTALI = "3d1759a2-e47a-4947-9a31-cab1c1e2512b"
VRK = "b458d033-042d-4cbe-b030-34e81da28821"


def test_every_item_arrives(run, recorded):
    report = run(recorded)
    files = list(recorded.rglob("*.json"))
    assert total(report) == len(files) == 61
    assert report["created"] == {"organizations": 3, "servicechannels": 37, "services": 21}
    assert report["skipped"] == []
    ids = {file.stem for file in files}
    there = {
        str(ptv_id)
        for model in (Organisation, Unit, ServiceChannel, Service)
        for ptv_id in model.objects.filter(ptv_id__isnull=False).values_list("ptv_id", flat=True)
    }
    assert there == ids


def test_the_second_run_writes_nothing(run, recorded):
    run(recorded)
    with CaptureQueriesContext(connection) as queries:
        report = run(recorded)
    assert count(report, "unchanged") == 61
    assert total(report) == 61
    written = [
        query["sql"]
        for query in queries.captured_queries
        if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "SAVEPOINT"))
    ]
    assert written == []
    assert 5 < len(queries) < 25  # the lookups, whatever the number of records


def test_a_trial_says_the_same_and_writes_nothing(run, recorded):
    before = [model.objects.count() for model in (Area, Organisation, Unit, Service)]
    trial = run(recorded, "--dry-run")
    assert [model.objects.count() for model in (Area, Organisation, Unit, Service)] == before
    # A trial also tells what would change; the rest is the same to the letter.
    assert trial.pop("differences")
    assert trial == run(recorded)
    again = run(recorded, "--dry-run")
    assert again.pop("differences") == []
    assert again == run(recorded)


def test_vaasa(run, recorded):
    run(recorded)
    vaasa = Organisation.objects.get(ptv_id=VAASA)
    assert (vaasa.name_fi, vaasa.name_sv, vaasa.name_en) == (
        "Vaasan kaupunki",
        "Vasa stad",
        "City of Vaasa",
    )
    assert vaasa.type == "municipality"
    assert (vaasa.business_id, vaasa.oid) == ("0209602-6", None)
    assert (vaasa.area.kind, vaasa.area.code, vaasa.area.name_sv) == ("municipality", "905", "Vasa")
    assert vaasa.description_sv.startswith("Vasa är en kraftigt växande stad")
    assert (vaasa.street_fi, vaasa.street_sv) == ("Vaasanpuistikko 10", "Vasaesplanaden 10")
    assert (vaasa.postal_code, vaasa.post_office_fi, vaasa.post_office_sv) == (
        "65100",
        "Vaasa",
        "Vasa",
    )
    (phone,) = vaasa.channels.filter(kind="phone")
    assert (phone.value, phone.label_fi, phone.label_sv, phone.label_en, phone.charge) == (
        "+358 63251111",
        "Puhelinvaihde",
        "Telefonväxeln",
        "",
        "normal",
    )
    assert [(c.value, c.label_fi) for c in vaasa.channels.filter(kind="web")][0] == (
        "https://www.vaasa.fi/",
        "Vaasan kaupunki",
    )


def test_an_alternative_name_is_not_the_name(run, recorded):
    run(recorded)
    vrk = Organisation.objects.get(ptv_id=VRK)
    assert (vrk.name_fi, vrk.name_sv, vrk.name_en) == (
        "Väestörekisterikeskus",
        "Befolkningsregistercentralen",
        "",
    )
    assert (vrk.type, vrk.area) == ("state", None)
    assert vrk.postal_address_fi.startswith("PL ")


def test_a_school_in_merimasku(run, recorded):
    run(recorded)
    school = Unit.objects.get(ptv_id="3cfd7097-b73e-4f2a-a482-099b00f12b02")
    assert school.name_fi == "Merimaskun koulu"
    assert school.organisation.ptv_id == UUID(NAANTALI)
    assert school.visiting_address == "Iskolantie 9, 21160 Merimasku"
    assert school.postal_address_fi == "PL 43, 21101 Naantali"
    assert school.area.code == "529"
    # Naantali lies at about 60.47 N, 22.03 E; Merimasku a little north-west of it.
    assert Decimal("60.47") < school.latitude < Decimal("60.48")
    assert Decimal("21.86") < school.longitude < Decimal("21.88")
    assert [(c.value, c.label_fi) for c in school.channels.filter(kind="phone")] == [
        ("+358 447334758", "Koulunjohtaja"),
        ("+358 24345542", "Opettajat/koulunkäynninohjaajat"),
    ]
    assert [c.value for c in school.channels.filter(kind="email")] == [
        "etunimi.sukunimi@naantali.fi"
    ]


def test_coordinates_that_ptv_did_not_receive_are_empty(run, recorded):
    run(recorded)
    school = Unit.objects.get(name_fi="Naantalin lukio")
    assert (school.latitude, school.longitude) == (None, None)


def test_a_unit_at_two_addresses_tells_both(run, recorded):
    run(recorded)
    nursery = Unit.objects.get(ptv_id="41ebe689-dbed-4bb2-a6f2-184e29d625ed")
    assert nursery.street_fi == "Poikon Rantatie 1"
    assert "Esiopetus" in nursery.address_note_fi
    assert "Piimätie 1, 21140 Rymättylä" in nursery.address_note_fi


def test_a_phone_service_on_duty_every_day(run, recorded):
    run(recorded)
    duty = ServiceChannel.objects.get(ptv_id="2e7f0b8d-4943-4fd4-8a22-7b02830be16e")
    assert (duty.kind, duty.name_fi, duty.name_sv) == (
        "phone",
        "Kriisiryhmän päivystysnumero",
        "Krisgruppens jour",
    )
    assert [a.value for a in duty.addresses.all()] == ["+358 405501990"]
    assert [(h.weekday, h.opens_at, h.closes_at) for h in duty.hours.all()] == [
        (day, time(8), time(16)) for day in range(7)
    ]
    assert [area.code for area in duty.areas.all()] == ["905"]
    assert [s.name for s in duty.services.all()] == ["Päivystävän kriisiryhmän palvelut"]


def test_a_service_in_three_languages(run, recorded):
    run(recorded)
    rows = Service.objects.filter(ptv_id="17c633dd-5408-495a-86c1-d8f57598e899")
    by_language = {row.locale.language_code: row for row in rows}
    assert {language: row.name for language, row in by_language.items()} == {
        "fi": "Perusopetus",
        "sv": "Grundläggande utbildning",
        "en": "Basic education",
    }
    assert len({row.translation_key for row in rows}) == 1
    finnish = by_language["fi"]
    assert finnish.summary == (
        "Vaasassa perusopetusta annetaan pääosin kaupungin ylläpitämissä peruskouluissa."
    )
    assert finnish.description.count("<p>") == 3
    assert finnish.how_to_apply.startswith("<p>Koulutulokkaat ilmoitetaan")
    assert finnish.organisation.ptv_id == UUID(VAASA)
    for row in rows:
        assert [c.code for c in row.service_classes.all()] == ["P6.2"]
        assert sorted(g.code for g in row.target_groups.all()) == ["KR1", "KR1.2"]
        assert row.live and row.first_published_at
    offerings = ServiceOffering.objects.filter(service__in=rows)
    assert {o.service_id for o in offerings} == {finnish.pk}
    assert {(o.role, o.organisation.name_fi) for o in offerings if o.unit_id is None} == {
        ("responsible", "Vaasan kaupunki"),
        ("producer", "Vaasan kaupunki"),
    }
    assert {o.unit.name_fi for o in offerings if o.unit_id} >= {"Savilahden yhtenäiskoulu"}
    for offering in offerings:
        assert [area.code for area in offering.areas.all()] == ["905"]


def test_a_service_of_the_whole_country(run, recorded):
    run(recorded)
    service = Service.objects.get(ptv_id="b7fb6633-d754-45fb-8241-35f22b75c2dd")
    assert service.name == "Suomi.fi-palvelutietovaranto"
    assert service.offerings.exists()
    assert all(o.whole_country and not o.areas.exists() for o in service.offerings.all())


def test_connections_of_both_sides_are_there(run, recorded):
    """Whatever a service or a channel of the folder names, and the folder holds, is connected."""
    run(recorded)
    wanted = set()
    for file in (recorded / "services").glob("*.json"):
        data = json.loads(file.read_bytes())
        for entry in data["serviceChannels"]:
            wanted.add((data["id"], entry["serviceChannel"]["id"]))
    for file in (recorded / "servicechannels").glob("*.json"):
        data = json.loads(file.read_bytes())
        for entry in data["services"]:
            wanted.add((entry["service"]["id"], data["id"]))
    ids = {file.stem for file in recorded.rglob("*.json")}
    wanted = {pair for pair in wanted if ids.issuperset(pair)}
    there = {
        (str(o.service.ptv_id), str(o.unit.ptv_id))
        for o in ServiceOffering.objects.filter(unit__isnull=False)
    } | {
        (str(s.ptv_id), str(c.ptv_id))
        for c in ServiceChannel.objects.all()
        for s in c.services.all()
    }
    assert there == wanted
    assert len(wanted) > 30


def test_broken_references_are_told(run, recorded):
    report = run(recorded)
    told = " ".join(w["warning"] for w in report["warnings"])
    assert "daee70a8-ec2d-413d-ab79-2ebf79fe04a3" in told  # a channel that nobody recorded
    assert {w["kind"] for w in report["warnings"]} == {
        "organizations",
        "servicechannels",
        "services",
    }


def test_a_site_in_finnish_only_gets_finnish_only(recorded, run, locales):
    for other in ("sv", "en"):
        locales[other].delete()
    report = run(recorded)
    assert report["created"]["services"] == 21
    assert set(Service.objects.values_list("locale__language_code", flat=True)) == {"fi"}
    left_out = [w["warning"] for w in report["warnings"] if w["id"] == ""]
    assert len(left_out) == 2  # one line for Swedish, one for English, each with its number
    assert any("10" in line for line in left_out)
