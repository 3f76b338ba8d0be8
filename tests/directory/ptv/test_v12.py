"""The small v12 folder: search pages, languages, codes, connections, hours, markdown."""

import json
from datetime import date, time

import pytest
from django.utils import timezone
from support.ptv import CHANNEL, ORGANIZATION, SERVICE, count, skipped_ids, total, warnings_of

from soskes_wagtail.directory_snippets.models import (
    Area,
    Organisation,
    Service,
    ServiceChannel,
    ServiceClass,
    ServiceOffering,
    Statute,
    TargetGroup,
    Unit,
)
from soskes_wagtail.directory_snippets.ptv import versions
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable


@pytest.fixture
def facts(db):
    """What a site has before the import: areas, a class, a statute."""
    county = Area.objects.create(kind="wellbeing_county", code="15", name_fi="Keski-Suomi")
    Area.objects.create(
        kind="municipality", code="992", name_fi="Äänekoski", wellbeing_county=county
    )
    ServiceClass.objects.create(code="P3.8", name_fi="Lastensuojelu")
    Statute.objects.create(number="417", year=2007, title_fi="Lastensuojelulaki")


@pytest.fixture
def report(facts, run, v12, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2026, 11, 21))
    return run(v12)


def service(number, language="fi"):
    return Service.objects.get(ptv_id=SERVICE.format(number), locale__language_code=language)


def test_every_item_is_counted_once(report):
    assert report["created"] == {"organizations": 3, "servicechannels": 5, "services": 2}
    assert skipped_ids(report) == [CHANNEL.format(6)]
    assert total(report) == 11  # connections and codes are no items


def test_a_second_run_finds_all_unchanged(report, run, v12):
    again = run(v12)
    assert count(again, "unchanged") == 10
    assert again["skipped"] == report["skipped"]


def test_an_organisation(report):
    row = Organisation.objects.get(ptv_id=ORGANIZATION.format(1))
    assert (row.name_fi, row.name_sv, row.name_en) == ("Esimerkkialue", "EO", "")
    assert (row.business_id, row.oid) == ("9000001-1", "1.2.246.10.90000019.10.0")
    assert (row.area.kind, row.area.code) == ("wellbeing_county", "15")
    assert row.description_fi == "Alue tekee paljon (https://www.esimerkki.example/tyo)."
    assert (row.street_fi, row.street_sv) == ("Esimerkkikatu 4 B", "Exempelgatan 4 B")
    assert (row.postal_code, row.post_office_fi) == ("44100", "Äänekoski")
    assert row.postal_address_fi == "PL 12, 44101 Äänekoski"
    assert row.postal_address_sv == "PB 12, 44101 Äänekoski"
    assert row.address_note_fi == "Sisäpihan ovi"
    rows = [(c.kind, c.value, c.label_fi, c.label_sv, c.charge) for c in row.channels.all()]
    assert rows == [
        ("phone", "000000101", "Vaihde", "Växel", "normal"),
        ("email", "kirjaamo@esimerkki.example", "Kirjaamo", "", ""),
        ("web", "https://www.esimerkki.example/", "Etusivu", "", ""),
    ]


def test_the_tree_and_what_is_made_from_codes(report):
    department = Organisation.objects.get(ptv_id=ORGANIZATION.format(2))
    assert (department.parent.name_fi, department.business_id) == ("Esimerkkialue", None)
    municipality = Organisation.objects.get(ptv_id=ORGANIZATION.format(3))
    assert (municipality.type, municipality.area.name_sv) == ("municipality", "Exempel")
    number = municipality.channels.get()
    assert (number.value, number.charge, number.charge_note) == (
        "+358 00000109",
        "other",
        "2 €/min",
    )


def test_a_unit(report):
    unit = Unit.objects.get(ptv_id=CHANNEL.format(1))
    assert unit.description_fi == "Talo keskustassa."
    assert unit.visiting_address == "Esimerkkikatu 4 B, 44100 Äänekoski"
    assert unit.area.code == "992"  # the municipality that the post office has its name from
    assert (str(unit.latitude), str(unit.longitude)) == ("62.238241", "25.757927")
    assert "Takakatu 1, 44100" in unit.address_note_fi
    assert [(c.kind, c.value) for c in unit.channels.all()] == [
        ("sms", "000000111"),
        ("fax", "000000110"),
        ("email", "talo@esimerkki.example"),
        ("web", "https://talo.esimerkki.example/"),
    ]


def test_the_hours_of_a_unit(report):
    unit = Unit.objects.get(ptv_id=CHANNEL.format(1))
    rows = [
        (
            h.weekday,
            h.opens_at and h.opens_at.hour,
            h.closes_at and h.closes_at.hour,
            "closed" if h.is_closed else "always" if h.always_open else "",
            h.valid_from,
            h.valid_to,
        )
        for h in unit.hours.all()
    ]
    summer = (date(2026, 6, 1), date(2026, 8, 31))

    def on(month, day, until=None):
        return date(2026, month, day), date(2026, month, until or day)

    assert rows == [
        (0, 9, 11, "", None, None),
        (0, 12, 15, "", None, None),
        (1, 9, 15, "", None, None),
        (4, 22, 4, "", *summer),
        (4, 16, 0, "", None, None),
        (5, None, None, "always", None, None),
        (6, None, None, "always", None, None),
        (0, 0, 8, "", None, None),
        (None, 12, 0, "", *on(12, 23)),
        (None, None, None, "always", *on(12, 24, 25)),
        (None, 0, 10, "", *on(12, 26)),
        (None, None, None, "closed", *on(11, 30)),
        (None, 10, 12, "", *on(12, 1)),
        (None, None, None, "closed", *on(12, 6)),
    ]
    assert unit.hours.get(weekday=0, opens_at=time(9)).note_fi == "Vastaanotto"
    booked = unit.hours.get(weekday=0, opens_at=time(12))
    assert booked.note_fi.endswith(". Vastaanotto")
    assert booked.note_en != ""
    assert unit.hours.get(weekday=1).note_fi.endswith("Vastaanotto")  # after "odd weeks"
    told = warnings_of(report, CHANNEL.format(1))
    assert len(told) == 2  # hours without times, and a holiday that is not known
    assert any("Blötdag" in line for line in told)


def test_channels_by_kind(report):
    rows = {str(c.ptv_id)[-1]: c for c in ServiceChannel.objects.all()}
    assert {n: c.kind for n, c in rows.items()} == {
        "2": "phone",
        "3": "form",
        "4": "online",
        "5": "web_page",
    }
    assert rows["2"].hours.get().always_open
    assert [(a.kind, a.value, a.charge) for a in rows["2"].addresses.all()] == [
        ("phone", "000000103", "other"),
        ("email", "tuki@esimerkki.example", ""),
        ("web", "https://neuvonta.esimerkki.example/", ""),
    ]
    assert [area.code for area in rows["2"].areas.all()] == ["992"]
    assert rows["3"].whole_country
    assert rows["3"].addresses.get().value == "https://lomake.esimerkki.example/1.pdf"
    assert [(a.label_fi, a.label_sv) for a in rows["4"].addresses.all()] == [
        ("Verkkoasiointi", ""),
        ("", "E-tjänst"),
    ]


def test_markdown_becomes_safe_html(report):
    row = service(1)
    assert row.description == (
        "<p>Autamme <b>lasta</b> &amp; perhettä, &lt;script&gt;alert(1)&lt;/script&gt;.</p>"
        "<h4>Tuki voi olla</h4><ul><li>keskustelua</li>"
        '<li><a href="https://www.esimerkki.example/apu_kotiin">kotiin annettavaa apua</a></li>'
        "</ul><p>[Älä](javascript:alert(1)) paina.</p>"
    )
    assert row.who_for == "<p>Alle 18-vuotiaille.</p>"
    assert row.how_to_apply.startswith("<p>Soita.</p><h4>")
    assert row.how_to_apply.endswith("</h4><p>Palvelu on maksullinen.</p><p>Maksu <b>10 €</b>.</p>")


def test_classes_laws_and_languages_of_a_service(report):
    for row in (service(1), service(1, "sv")):
        assert sorted(c.code for c in row.service_classes.all()) == ["P3.3", "P3.8"]
        assert [g.code for g in row.target_groups.all()] == ["KR1.2"]
        assert [law.statute.number for law in row.legal_basis.all()] == ["417"]
    assert ServiceClass.objects.get(code="P3.3").name_fi == "Isyyden ja äitiyden vahvistaminen"
    assert TargetGroup.objects.get(code="KR1.2").name_sv == "Barn"
    told = " ".join(warnings_of(report, SERVICE.format(1)))
    for broken in ("P99", "162/2099", "Muu laki", "Yksityinen tuottaja", ORGANIZATION.format(8)):
        assert broken in told
    assert service(2, "en").name == "A permit"
    assert len(warnings_of(report, SERVICE.format(2))) == 1  # its text is in a description


def test_connections_are_items_of_their_own(report):
    offerings = ServiceOffering.objects.filter(service=service(1))
    assert {(o.role, o.organisation.name_fi, o.unit and o.unit.name_fi) for o in offerings} == {
        ("responsible", "Esimerkkialue", None),
        ("producer", "Esimerkkialueen lastensuojelu", None),
        ("other", "Esimerkin kunta", None),
        ("responsible", "Esimerkkialue", "Esimerkkitalo"),
    }
    for offering in offerings:
        # A region that is not kept here counts as its municipality.
        assert {(a.kind, a.code) for a in offering.areas.all()} == {
            ("wellbeing_county", "15"),
            ("municipality", "998"),
        }
    linked = {c.name_fi for c in ServiceChannel.objects.filter(services=service(1))}
    assert linked == {"Neuvontapuhelin", "Verkkoasiointi"}
    assert CHANNEL.format(9) in " ".join(warnings_of(report, SERVICE.format(1)))


def rewrite(folder, name, **changes):
    file = folder / f"{name}.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(content | changes), encoding="utf-8")


@pytest.fixture
def copy(v12, tmp_path):
    for file in v12.glob("*.json"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def test_a_connection_that_is_gone_from_the_whole_list_goes_here(report, run, copy):
    kept = {"serviceContentId": SERVICE.format(2), "channelContentId": CHANNEL.format(4)}
    rewrite(copy, "connections-2", items=[kept])
    assert run(copy)["updated"]["services"] == 1
    channel = ServiceChannel.objects.get(name_fi="Verkkoasiointi")
    assert [row.ptv_id for row in channel.services.all()] == [service(2, "en").ptv_id]


def test_a_part_of_the_list_takes_nothing_away(report, run, copy):
    (copy / "connections-2.json").unlink()
    again = run(copy)
    assert again["updated"]["services"] == 0
    assert ServiceChannel.objects.get(name_fi="Verkkoasiointi").services.count() == 2


def test_the_municipality_that_people_chose_stays(report, run, copy):
    other = Area.objects.create(kind="municipality", code="410", name_fi="Laukaa")
    Unit.objects.update(area=other, source_hash="old")
    (copy / "codes.json").unlink()
    run(copy)
    assert Unit.objects.get().area == other


@pytest.mark.parametrize("value", [None, "x", 5, [None], [[]], {"fi": 5}, {"hours": [None]}])
@pytest.mark.parametrize(
    "key",
    [
        "serviceHours",
        "location",
        "contactAddresses",
        "area",
        "producers",
        "otherResponsibleOrganizations",
        "serviceClasses",
    ],
)
def test_any_value_may_be_anything(v12, key, value):
    """Parsing alone: nothing but a reason may come of it."""
    for name in ("organizations", "services", "channels"):
        for data in json.loads((v12 / f"{name}.json").read_text(encoding="utf-8"))["items"][:2]:
            assert versions.parse(data | {key: value}).names


@pytest.mark.parametrize(
    "change", [{"contentId": "x"}, {"languageVersions": None}, {"languageVersions": {"fi": []}}]
)
def test_an_unusable_item_says_why(v12, change):
    data = json.loads((v12 / "services.json").read_text(encoding="utf-8"))["items"][0]
    with pytest.raises(Unusable):
        versions.parse(data | change)
