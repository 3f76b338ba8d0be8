"""The register of organisations onto the directory: by identifiers, never by guess."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from soskes_wagtail.directory_snippets.models import Organisation, Unit

SAMPLE = Path(__file__).parent / "sample.xml"
ROOT = "1.2.246.10.2045520.10.0"
UNIT = "1.2.246.10.2045520.10.3"


def entry(oid, name, parent="", business_id="", status="1", expires="2100-12-31T23:59:59", **more):
    values = {"status": status, "longname": name, "parentid": parent, "Y-Tunnus": business_id}
    lines = [
        f'<attribute type="{key}" datatype="ST" language="fi">{value}</attribute>'
        for key, value in (values | more).items()
    ]
    return f'<termitementry id="{oid}" expirationdate="{expires}">{"".join(lines)}</termitementry>'


def xml(*entries):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><arb:result xmlns:arb="urn::codeservice"><body>'
        f'<termsystem id="1.2.246.537.6.202.2008">{"".join(entries)}</termsystem></body>'
        "</arb:result>"
    )


@pytest.fixture
def run(tmp_path, db):
    """Run the command on text (a file is made of it) or a path; the report."""

    def run_command(source, *arguments):
        if isinstance(source, str):
            file = tmp_path / "register"
            file.write_text(source, encoding="utf-8")
            source = file
        out = io.StringIO()
        call_command("soskes_import_sote", str(source), "--json", *arguments, stdout=out)
        return json.loads(out.getvalue())

    return run_command


@pytest.fixture
def city(db):
    return Organisation.objects.create(
        name_fi="Äänekosken kaupunki", type="municipality", business_id="2045520-5"
    )


@pytest.fixture
def department(city):
    return Organisation.objects.create(
        name_fi="Perusturva", type="municipality", oid="1.2.246.10.2045520.10.1"
    )


REGISTER = xml(
    entry(ROOT, "Äänekosken kaupunki", business_id="2045520-5"),
    entry("1.2.246.10.2045520.10.1", "Perusturva", ROOT, "2045520-5"),
    entry(
        UNIT, "Perhekeskus", "1.2.246.10.2045520.10.1", "2045520-5", officestreetaddress="Katu 1"
    ),
)


def test_oid_and_place_in_the_tree_are_set_by_business_id(run, city, department):
    report = run(REGISTER)
    city.refresh_from_db()
    department.refresh_from_db()
    assert (city.oid, department.parent) == (ROOT, city)
    assert report["updated"] == {"organizations": 2, "units": 0}
    assert [found["id"] for found in report["unknown"]] == [UNIT]
    assert (report["differences"], report["skipped"]) == ([], [])
    assert Unit.objects.count() == 0


def test_the_second_run_writes_nothing(run, city, department):
    run(REGISTER)
    report = run(REGISTER)
    assert report["unchanged"] == {"organizations": 2, "units": 0}
    assert report["updated"] == {"organizations": 0, "units": 0}


def test_a_trial_changes_nothing_and_says_the_same(run, city, department):
    trial = run(REGISTER, "--dry-run", "--create")
    city.refresh_from_db()
    assert (city.oid, Unit.objects.count()) == (None, 0)
    assert run(REGISTER, "--create") == trial


def test_what_differs_is_said_and_not_changed(run, city):
    Organisation.objects.filter(pk=city.pk).update(oid="1.2.246.10.2045520", name_fi="Vanha nimi")
    other = Organisation.objects.create(name_fi="Toinen", type="association")
    unit = Unit.objects.create(
        name_fi="Perhekeskus", oid=UNIT, street_fi="Tie 2", organisation=other
    )
    before = list(Organisation.objects.order_by("pk").values())
    report = run(REGISTER)
    found = {
        (row["id"], row["field"]): (row["ours"], row["register"]) for row in report["differences"]
    }
    assert found == {
        (ROOT, "oid"): ("1.2.246.10.2045520", ROOT),
        (ROOT, "name"): ("Vanha nimi", "Äänekosken kaupunki"),
        (UNIT, "organisation"): ("Toinen", "Vanha nimi"),
        (UNIT, "street"): ("Tie 2", "Katu 1"),
    }
    assert list(Organisation.objects.order_by("pk").values()) == before
    unit.refresh_from_db()
    assert (unit.organisation, unit.street_fi) == (other, "Tie 2")


def test_another_parent_than_the_registers_is_kept(run, city, department):
    other = Organisation.objects.create(name_fi="Toinen", type="association")
    Organisation.objects.filter(pk=department.pk).update(parent=other)
    report = run(REGISTER)
    department.refresh_from_db()
    assert department.parent == other
    assert [row["field"] for row in report["differences"]] == ["parent"]


def test_the_same_name_is_no_match(run, db):
    Organisation.objects.create(name_fi="Äänekosken kaupunki", type="municipality")
    report = run(REGISTER)
    assert not Organisation.objects.exclude(oid=None).exists()
    assert len(report["unknown"]) == 3


def test_two_tops_of_one_business_id_leave_it_open(run, city):
    report = run(
        xml(
            entry(ROOT, "Äänekosken kaupunki", business_id="2045520-5"),
            entry(f"{ROOT}.9", "Äänekoski toinen", business_id="2045520-5"),
        )
    )
    city.refresh_from_db()
    assert city.oid is None
    assert {found["id"] for found in report["skipped"]} == {ROOT, f"{ROOT}.9"}


def test_a_part_alone_is_not_taken_for_the_whole(run, city):
    report = run(xml(entry(UNIT, "Perhekeskus", ROOT, "2045520-5")))
    city.refresh_from_db()
    assert city.oid is None
    assert [found["id"] for found in report["skipped"]] == [UNIT]


def test_an_oid_in_use_elsewhere_is_not_taken(run, city):
    Organisation.objects.create(name_fi="Väärä", type="association", oid=ROOT)
    report = run(REGISTER)
    city.refresh_from_db()
    assert city.oid is None
    assert any("Väärä" in row["register"] for row in report["differences"])


def test_a_circle_in_the_register_stops_nothing(run, city, department):
    a, b = "1.2.246.10.1.1", "1.2.246.10.1.2"
    report = run(
        xml(
            entry(a, "A", b),
            entry(b, "B", a),
            entry(ROOT, "Äänekosken kaupunki", "1.2.246.10.2045520.10.1", "2045520-5"),
            entry("1.2.246.10.2045520.10.1", "Perusturva", ROOT),
        )
    )
    for organisation in (city, department):
        organisation.refresh_from_db()
    assert not (city.parent and department.parent)
    assert {found["id"] for found in report["unknown"]} == {a, b}


def test_what_has_ended_is_neither_unknown_nor_created(run, city):
    report = run(
        xml(
            entry("1.2.246.10.1.1", "Lakannut", status="0"),
            entry("1.2.246.10.1.2", "Vanha", expires="2019-01-01T00:00:00"),
            entry(ROOT, "Äänekosken kaupunki", business_id="2045520-5"),
        ),
        "--create",
    )
    assert report["unknown"] == []
    assert report["created"] == {"organizations": 0, "units": 0}
    assert report["updated"]["organizations"] == 1


def test_what_is_unknown_is_created_when_asked_and_only_where_it_is_clear(run, city, department):
    sector = {"Sektori": "2 yksityinen"}
    text = REGISTER.replace(
        "</termsystem>",
        entry("1.2.246.10.32213182.10.0", "Julkinen", business_id="3221318-2")
        + entry("1.2.246.10.1120389.10.0", "Yritys Oy", business_id="0112038-9", **sector)
        + entry("1.2.246.10.77.1", "Irrallinen")
        + "</termsystem>",
    )
    report = run(text, "--create")
    assert report["created"] == {"organizations": 1, "units": 1}
    unit = Unit.objects.get(oid=UNIT)
    assert (unit.name_fi, unit.organisation, unit.street_fi) == (
        "Perhekeskus",
        department,
        "Katu 1",
    )
    assert Organisation.objects.get(business_id="0112038-9").type == "company"
    left_out = {found["id"] for found in report["skipped"]}
    assert left_out == {"1.2.246.10.32213182.10.0", "1.2.246.10.77.1"}
    again = run(text, "--create")
    assert again["created"] == again["updated"] == {"organizations": 0, "units": 0}


def test_pages_of_the_code_server_say_the_same_as_its_xml(run, tmp_path, city, department):
    def code(oid, name, parent=""):
        values = {"LongName": name, "ParentId": parent, "Y-Tunnus": "2045520-5", "Sektori": None}
        return {
            "conceptCodeId": oid,
            "status": "ACTIVE",
            "beginDate": "2016-03-08T10:28:36Z",
            "expirationDate": "2100-12-31T23:59:59Z",
            "attributes": [
                {"attributeName": key, "attributeValue": [value]} for key, value in values.items()
            ],
        }

    folder = tmp_path / "pages"
    folder.mkdir()
    pages = [
        [code("1.2.246.10.2045520.10.1", "Perusturva", ROOT), "odd", {"attributes": [1, {}]}],
        [code(ROOT, "Äänekosken kaupunki")],
    ]
    for number, codes in enumerate(pages):
        page = {"conceptCodes": codes, "totalPages": 2}
        (folder / f"{number}.json").write_text(json.dumps(page), encoding="utf-8")
    (folder / "2.json").write_text('{"conceptCodes": [', encoding="utf-8")
    report = run(folder)
    department.refresh_from_db()
    assert department.parent == city
    assert report["updated"]["organizations"] == 2
    assert {found["kind"] for found in report["skipped"]} == {"files", "organizations"}


def test_the_sample_of_the_register_is_read(run, db):
    report = run(SAMPLE)
    assert report["unknown"] == [
        {
            "id": "1.2.246.10.10000549.10.0",
            "name": "COMPANY X and Y SERVICES.",
            "business_id": "000000-0",
        }
    ]
    assert [found["id"] for found in report["skipped"]] == ["1.2.246.10.10000549.10.0"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    "content",
    [
        "",
        "   ",
        REGISTER[: len(REGISTER) // 2],
        "<html><body>Service unavailable</body></html>",
        "<!DOCTYPE html><html></html>",
        BOMB,
        OUTSIDE,
        OUTSIDE.replace("<x>&a;</x>", REGISTER.partition("?>")[2]),
        REGISTER.replace("UTF-8", "no-such-encoding"),
        '{"conceptCodes": [',
        '{"conceptCodes": {}}',
        "[" * 100_000,
        "[1, 2]",
    ],
)
def test_a_broken_file_gives_one_clear_line_and_no_change(run, city, content):
    with pytest.raises(CommandError) as caught:
        run(content)
    assert caught.value.returncode == 1
    assert "\n" not in str(caught.value)
    assert "root:" not in str(caught.value)
    city.refresh_from_db()
    assert city.oid is None


def test_a_missing_file_is_said(run, tmp_path):
    for source in (tmp_path / "nowhere.xml", tmp_path):
        with pytest.raises(CommandError, match=str(tmp_path)):
            run(source)


def test_people_get_lines(city, department, tmp_path):
    file = tmp_path / "register.xml"
    file.write_text(REGISTER, encoding="utf-8")
    out = io.StringIO()
    call_command("soskes_import_sote", str(file), "--dry-run", stdout=out)
    text = out.getvalue()
    assert UNIT in text
    assert "Perhekeskus" in text
