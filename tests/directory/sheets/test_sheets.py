"""Tables filled in by people: read, compared, written, and the same file again."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import Workbook, load_workbook
from wagtail.models import ReferenceIndex

from soskes_wagtail.access import Viewer
from soskes_wagtail.bulk import changed
from soskes_wagtail.directory_snippets.exports import tables
from soskes_wagtail.directory_snippets.exports.contacts import contact_table
from soskes_wagtail.directory_snippets.models import (
    Area,
    Contact,
    Organisation,
    ServiceClass,
    Unit,
    UnitChannel,
)
from soskes_wagtail.directory_snippets.services.usage import Usage
from soskes_wagtail.directory_snippets.sheets import template
from soskes_wagtail.directory_snippets.sheets.apply import NotWritten, write_sheet
from soskes_wagtail.directory_snippets.sheets.kinds import (
    CONTACTS,
    KINDS,
    ORGANISATIONS,
    UNITS,
    is_any_heading,
)
from soskes_wagtail.directory_snippets.sheets.plan import Outcome, make_plan
from soskes_wagtail.directory_snippets.sheets.scope import Scope
from soskes_wagtail.directory_snippets.sheets.sheet import SheetError, clean
from soskes_wagtail.directory_snippets.sheets.source import read_sheet


@pytest.fixture
def city(area):
    county = area("Keski-Suomen hyvinvointialue", kind="wellbeing_county", code="15")
    own = area("Äänekoski", code="992", wellbeing_county=county)
    area("Luhanka", code="435", wellbeing_county=county)
    ServiceClass.objects.create(code="P3.8", name_fi="Lastensuojelu", name_sv="Barnskydd")
    ServiceClass.objects.create(code="P4", name_fi="Terveydenhuolto, sairaanhoito ja ravitsemus")
    made = Organisation.objects.create(
        name_fi="Äänekosken kaupunki", type="municipality", area=own, business_id="2045520-5"
    )
    Unit.objects.create(name_fi="Perhekeskus", organisation=made, area=own)
    return made


def sheet_of(text: str | bytes):
    return read_sheet(text if isinstance(text, bytes) else text.encode(), is_any_heading)


def planned(text, kind=CONTACTS, **scope):
    return make_plan(sheet_of(text), kind, Scope(**scope))


def written(text, kind=CONTACTS, partial=False, **scope):
    return write_sheet(sheet_of(text), kind, Scope(**scope), partial=partial)


def workbook(*rows, change=lambda book: None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def number(unit, value, kind="phone", **fields):
    UnitChannel.objects.create(unit=unit, kind=kind, value=value, **fields)


def problems(plan) -> list[str]:
    return [" ".join(entry.problems) for entry in plan.entries if entry.problems]


CONTACT_FILE = (
    "Rooli suomeksi;Tehtävä suomeksi;Nimi;Puhelin;Sähköposti;Organisaatio;Toimipiste;Alueet;"
    "Palveluluokat\r\n"
    "Sosiaalityöntekijä;Lastensuojelu;Anna Esimerkki;000 000 0001;anna@esimerkki.example;"
    "Äänekosken kaupunki;Perhekeskus;Äänekoski, Luhanka;Lastensuojelu, Terveydenhuolto, "
    "sairaanhoito ja ravitsemus\r\n"
)


@pytest.fixture
def contact_file():
    """Headings as the Finnish interface has them."""
    with translation.override("fi"):
        keys = "role_title_fi task_fi person_name phone email organisation unit areas"
        heads = [CONTACTS.cell(key).heading(Contact) for key in [*keys.split(), "service_classes"]]
    return ";".join(heads) + CONTACT_FILE[CONTACT_FILE.index("\r\n") :]


def test_a_row_becomes_a_contact(city, contact_file):
    plan = written(contact_file)
    assert plan.counts == {Outcome.CREATED: 1}
    made = Contact.objects.get()
    assert (made.role_title_fi, made.task_fi) == ("Sosiaalityöntekijä", "Lastensuojelu")
    assert (made.person_name, made.phone) == ("Anna Esimerkki", "000 000 0001")
    assert made.organisation == city and made.unit == Unit.objects.get()
    assert {a.name_fi for a in made.areas.all()} == {"Äänekoski", "Luhanka"}
    assert {c.code for c in made.service_classes.all()} == {"P3.8", "P4"}
    assert made.audience == "members"


def test_whoever_has_to_know_of_rows_is_told(city, contact_file, monkeypatch):
    told = []
    monkeypatch.setattr(changed, "_listeners", [lambda model, pks: told.append((model, set(pks)))])
    written(contact_file)
    made = Contact.objects.get()
    assert told == [(Contact, {made.pk})]
    (reference,) = ReferenceIndex.objects.filter(
        object_id=str(made.pk), base_content_type__model="contact", model_path="organisation"
    )
    assert reference.to_object_id == str(city.pk)
    unit = Unit.objects.get()
    assert Usage(unit).count() == 1
    assert written(f"id;phone\nunit-{unit.pk};000 000 0001\n", UNITS).of(Outcome.UPDATED)
    assert told[-1] == (Unit, {unit.pk})


def test_the_same_file_again_changes_nothing(city, contact_file, django_assert_num_queries):
    written(contact_file)
    plan = written(contact_file)
    assert plan.counts == {Outcome.UNCHANGED: 1}
    assert Contact.objects.count() == 1


def test_a_changed_row_updates_its_contact(city, contact_file):
    written(contact_file)
    plan = written(contact_file.replace("000 000 0001", "000 000 0002"))
    (entry,) = plan.entries
    assert [(c.cell.key, c.was, c.becomes) for c in entry.changes] == [
        ("phone", "000 000 0001", "000 000 0002")
    ]
    assert Contact.objects.get().phone == "000 000 0002"


def test_columns_that_are_not_there_stay_as_they_are(city, contact_file):
    written(contact_file)
    made = Contact.objects.get()
    written(f"id;person_name\ncontact-{made.pk};Berta Esimerkki\n")
    made.refresh_from_db()
    assert (made.person_name, made.phone) == ("Berta Esimerkki", "000 000 0001")
    assert made.areas.count() == 2


def test_an_empty_cell_empties_but_for_choices(city, contact_file):
    written(contact_file)
    made = Contact.objects.get()
    Contact.objects.update(audience="admins", note_fi="Muistiinpano")
    written(f"id;note_fi;audience;organisation\ncontact-{made.pk};;;\n")
    made.refresh_from_db()
    assert (made.note_fi, made.audience, made.organisation) == ("", "admins", city)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_own_files_are_read_back_in_every_language(city, contact_file, language, kind, form):
    written(contact_file)
    Contact.objects.update(phone="+358 00 000 000", checked_on="2026-10-01", is_duty_line=True)
    number(Unit.objects.get(), "000 000 0009")
    number(Unit.objects.get(), "https://esimerkki.example/x", kind="web")
    found = KINDS[kind]
    with translation.override(language):
        rows = template.rows_of(found, Scope())
        assert rows
        content = getattr(template, f"as_{form}")(found, rows)
    with translation.override("fi"):
        plan = planned(content, found)
    assert plan.counts == {Outcome.UNCHANGED: len(rows)}, problems(plan)
    assert plan.remarks == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_exports_of_pages_are_read_back(city, contact_file, language):
    written(contact_file)
    Contact.objects.update(audience="public", checked_on="2026-10-01", note_fi="Huom")
    made = Contact.objects.get()
    with translation.override(language):
        header, rows = contact_table(Viewer(None), Contact.objects.all())
        rows[0][header.index(_heading("Phone"))] = "000 000 0005"
        content = tables.as_csv(header, rows)
    plan = written(content)
    assert plan.counts == {Outcome.UPDATED: 1}, problems(plan)
    assert [c.cell.key for c in plan.entries[0].changes] == ["phone"]
    made.refresh_from_db()
    assert made.phone == "000 000 0005" and made.role_title_en == ""


def _heading(text):
    return translation.gettext(text)


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_no_heading_means_two_columns(kind):
    seen = {}
    for cell in kind.cells:
        for _language, heading in cell.headings(kind.model):
            assert seen.setdefault(heading.casefold(), cell.key) == cell.key, heading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_encodings_and_delimiters_of_finnish_spreadsheets(city, encoding, delimiter):
    table = [
        ["role_title_fi", "phone", "organisation"],
        ["Sosiaalityöntekijä", "000 000 0001", "Äänekosken kaupunki"],
    ]
    text = "\r\n".join(delimiter.join(row) for row in table)
    plan = written(text.encode(encoding))
    assert plan.counts == {Outcome.CREATED: 1}
    assert Contact.objects.get().role_title_fi == "Sosiaalityöntekijä"


def test_a_title_above_the_headings_and_sep_are_no_rows(city):
    plan = planned("sep=;\nKunnan yhteystiedot\n\nrole_title_fi;phone\nTyöntekijä;000 000 0001\n")
    assert [entry.number for entry in plan.entries] == [5]


def test_workbooks_are_read_with_dates_and_numbers(city):
    content = workbook(
        ["name_fi", "organisation", "area", "postal_code", "checked_on", "phone"],
        ["Neuvola", "2045520-5", 435, 100, date(2026, 10, 1), "000 000 0001; 0000002"],
    )
    written(content, UNITS)
    made = Unit.objects.get(name_fi="Neuvola")
    assert made.area.name_fi == "Luhanka" and made.postal_code == "00100"
    assert made.checked_on.isoformat() == "2026-10-01"
    assert [row.value for row in made.channels.all()] == ["000 000 0001", "0000002"]


def test_numbers_of_a_unit_keep_their_labels(city):
    unit = Unit.objects.get()
    number(unit, "000 000 0001", label_fi="Ajanvaraus", sort_order=0)
    number(unit, "000 000 0002", sort_order=1)
    written(f'id;phone\nunit-{unit.pk};"000 000 0001; 000 000 0003"\n', UNITS)
    rows = list(UnitChannel.objects.order_by("sort_order").values_list("value", "label_fi"))
    assert rows == [("000 000 0001", "Ajanvaraus"), ("000 000 0003", "")]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"phone": "soita"}, "digits"),
        ({"phone": "142661234"}, "first zero"),
        ({"email": "anna(at)kunta"}, "mail"),
        ({"areas": "Kangasniemi"}, "Kangasniemi"),
        ({"areas": "Jämsänkoski"}, "Jämsä now"),
        ({"service_classes": "Lastenvalvonta"}, "Lastenvalvonta"),
        ({"organisation": "Kuopio"}, "Kuopio"),
        ({"unit": "Varikko"}, "Varikko"),
        ({"checked_on": "31.2.2026"}, "no such day"),
        ({"checked_on": "eilen"}, "no date"),
        ({"audience": "naapurit"}, "none of"),
        ({"is_duty_line": "joskus"}, "yes or no"),
        ({"role_title_fi": ""}, "Role in Finnish"),
        ({"role_title_fi": "x" * 300}, "255"),
        ({"phone": "", "email": ""}, "phone number or an e-mail"),
        ({"note_fi": "Asiakas 131052-308T"}, "identity code"),
        ({"note_fi": "131052-\u200b308T"}, "identity code"),
        ({"note_fi": "x" * 20_000}, "10000"),
        ({"valid_from": "2.1.2026", "valid_to": "1.1.2026"}, "last day"),
    ],
)
def test_a_wrong_row_is_refused_with_its_number_and_why(city, area, cells, said):
    now = area("Jämsä", code="182")
    area("Jämsänkoski", code="183", valid_to="2008-12-31", successor=now)
    row = {"role_title_fi": "Työntekijä", "phone": "000 000 0001", "organisation": "2045520-5"}
    row |= cells
    good = {**dict.fromkeys(row, ""), "role_title_fi": "Toinen", "phone": "000 000 0002"}
    good["organisation"] = "2045520-5"
    text = "\n".join(";".join(each) for each in (row.keys(), row.values(), good.values()))
    with translation.override("en"):
        with pytest.raises(NotWritten) as caught:
            written(text)
        (entry,) = caught.value.plan.of(Outcome.REFUSED)
        assert entry.number == 2
        assert said in " ".join(entry.problems)
        assert not Contact.objects.exists()
        assert written(text, partial=True).counts[Outcome.CREATED] == 1
    assert Contact.objects.get().role_title_fi == "Toinen"


def test_everything_that_is_wrong_is_said_at_once(city):
    text = "role_title_fi;phone;email;areas\n;soita;eipä;Kuu\n"
    with translation.override("en"):
        (entry,) = planned(text, organisation=city).entries
    assert len(entry.problems) == 4, entry.problems


def test_nothing_is_kept_of_a_row_with_an_identity_code(city):
    sheet = sheet_of("role_title_fi;note_fi\nTyöntekijä;131052-308T\n")
    assert "131052" not in json.dumps(sheet.as_json()) and "Työntekijä" not in str(sheet.as_json())


def test_formulas_errors_and_merged_cells_are_refused_by_row(city):
    def merge(book):
        book.active.merge_cells("A4:A5")
        book.active["B2"] = "=A2"
        book.active["B3"] = "#REF!"

    content = workbook(
        ["role_title_fi", "phone"],
        ["Yksi", "000 000 0001"],
        ["Kaksi", "000 000 0002"],
        ["Kolme", "000 000 0003"],
        ["Neljä", "000 000 0004"],
        change=merge,
    )
    with translation.override("en"):
        found = {
            e.number: " ".join(e.problems) for e in planned(content, organisation=city).entries
        }
    assert "formula" in found[2] and "error value" in found[3]
    assert "A4:A5" in found[4] and "A4:A5" in found[5]


def _zip(**parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _with_part(name, content) -> bytes:
    out = io.BytesIO(workbook(["role_title_fi"], ["Työntekijä"]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n ",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"PK\x03\x04 not a zip",
        b"role_title_fi;phone\n",
        b"kissa;koira\n1;2\n",
        b'role_title_fi;phone\n"never closed;1\n2;3\n',
        "role_title_fi;phone\n131052-308T;1".encode("utf-16")[:20],
        _zip(**{"word/document.xml": "<a/>", "[Content_Types].xml": "<Types/>"}),
        _with_part("xl/vbaProject.bin", b"macro"),
        _with_part("xl/bomb.xml", b"\0" * (31 * 1024 * 1024)),
        _with_part("xl/evil.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        workbook(["role_title_fi"], ["Työntekijä"])[:-400],
        b"role_title_fi;phone\n" + b"a;1\n" * 5001,
        b"role_title_fi;131052-308T\na;1\n",
        b"role_title_fi;phone\n" + b"a;" + b"1" * 200_000 + b"\n",
        b"x" * (5 * 1024 * 1024 + 1),
    ],
    # By what they are: the bytes of a zip hold the time, which differs from worker to worker.
    ids=[
        "empty",
        "blank",
        "picture",
        "old Excel",
        "not a zip",
        "headings only",
        "unknown headings",
        "open quote",
        "broken UTF-16",
        "Word",
        "macros",
        "bomb",
        "entities",
        "cut off",
        "too many rows",
        "identity code in a heading",
        "huge cell",
        "huge file",
    ],
)
def test_what_is_no_table_is_refused_in_words(content):
    with pytest.raises(SheetError) as caught:
        sheet_of(content)
    assert "131052" not in str(caught.value)


def test_unknown_columns_are_reported_and_left(city):
    with translation.override("en"):
        plan = planned("role_title_fi;phone;Lempiväri\nA;000 000 0001;sininen\n", organisation=city)
    assert plan.counts == {Outcome.CREATED: 1}
    assert "Lempiväri" in plan.remarks[0]


def test_two_columns_of_the_same_meaning_are_refused(city):
    with pytest.raises(SheetError):
        planned("role_title_fi;phone;Phone\nA;1;2\n", organisation=city)


def test_hidden_characters_are_taken_away():
    assert clean("\ufeff Anna\u00a0\u200bEsi\u00admerkki\x07 \u202e") == "Anna Esimerkki"
    assert clean("'+358 1") == "+358 1" and clean("O'Brien") == "O'Brien"


def test_who_is_meant_is_never_guessed(city):
    head = "id;role_title_fi;person_name;phone\n"
    written(
        head + ";Työntekijä;Anna;000 000 0001\n;Työntekijä;Berta;000 000 0001\n", organisation=city
    )
    assert Contact.objects.count() == 2
    with translation.override("en"):
        plan = planned(head + ";Työntekijä;Cecilia;000 000 0001\n", organisation=city)
        assert "SosKes ID" in problems(plan)[0]
        # Both others have their rows: the third is new.
        three = ";Työntekijä;Anna;000 000 0001\n;Työntekijä;Berta;000 000 0001\n"
        plan = planned(head + three + ";Työntekijä;Cecilia;000 000 0001\n", organisation=city)
    assert [entry.outcome for entry in plan.entries] == ["unchanged", "unchanged", "created"]
    plan = written(head + "new;Työntekijä;Cecilia;000 000 0001\n", organisation=city)
    assert plan.counts == {Outcome.CREATED: 1}


def test_a_row_twice_is_refused(city):
    row = ";Työntekijä;Anna;000 000 0001\n"
    plan = planned("id;role_title_fi;person_name;phone\n" + row * 2, organisation=city)
    assert [entry.outcome for entry in plan.entries] == ["created", "refused"]
    written("id;role_title_fi;person_name;phone\n" + row, organisation=city)
    pk = Contact.objects.get().pk
    plan = planned(f"id;phone\ncontact-{pk};000 000 0002\n{pk};000 000 0003\n")
    assert [entry.outcome for entry in plan.entries] == ["updated", "refused"]


def test_codes_stay_unique(city):
    rows = ["Yksi;company;2045520-5", "Kaksi;company;0215254-2", "Kolme;company;0215254-2"]
    text = "\n".join(["name_fi;type;business_id", *rows])
    plan = planned(text, ORGANISATIONS)
    # The first is known by its business ID: it would be renamed, which the preview shows.
    assert [entry.outcome for entry in plan.entries] == ["updated", "created", "refused"]


def test_what_ptv_keeps_is_changed_there(city):
    unit = Unit.objects.get()
    Unit.objects.update(ptv_id="5a1f0b52-0000-4000-8000-000000000001")
    plan = planned(f"id;street_fi;checked_on\nunit-{unit.pk};Uusi katu 1;1.10.2026\n", UNITS)
    assert "PTV" in problems(plan)[0]
    plan = planned(f"id;street_fi;checked_on\nunit-{unit.pk};;1.10.2026\n", UNITS)
    assert plan.counts == {Outcome.UPDATED: 1}


def test_as_many_queries_for_many_rows_as_for_few(city, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(amount):
        rows = "".join(
            f"Työntekijä {n};000 000 {n:04};Perhekeskus;Luhanka;P3.8\n" for n in range(amount)
        )
        text = "role_title_fi;phone;unit;areas;service_classes\n" + rows
        written(text, organisation=city)
        with CaptureQueriesContext(connection) as queries:
            plan = planned(text.replace("000 000", "000 001"), organisation=city)
        assert plan.counts == {Outcome.UPDATED: amount}, problems(plan)[:2]
        return len(queries)

    assert count(10) == count(200)


def test_command_reports_and_writes(city, tmp_path, capsys):
    file = tmp_path / "a.csv"
    file.write_text("role_title_fi;phone\nTyöntekijä;000 000 0001\nToinen;soita\n")
    options = {"organisation": "2045520-5", "as_json": True}
    with pytest.raises(CommandError):
        call_command("soskes_import_table", file, **options)
    assert not Contact.objects.exists()
    capsys.readouterr()
    call_command("soskes_import_table", file, dry_run=True, **options)
    report = json.loads(capsys.readouterr().out)
    assert report["created"] == 1 and report["skipped"][0]["id"] == "3"
    assert not Contact.objects.exists()
    call_command("soskes_import_table", file, partial=True, **options)
    assert Contact.objects.get().organisation == city


@pytest.mark.parametrize("arguments", [["missing.csv"], ["a.csv", "--organisation", "Ei ole"]])
def test_command_says_in_one_line_what_is_wrong(db, tmp_path, arguments):
    with pytest.raises(CommandError) as caught:
        call_command("soskes_import_table", *arguments)
    assert "\n" not in str(caught.value)


def test_template_says_what_to_write(city):
    with translation.override("fi"):
        book = load_workbook(io.BytesIO(template.as_xlsx(CONTACTS)))
    sheet, guide = book.worksheets
    assert sheet.max_row == 1 and guide.max_row == sheet.max_column + 1
    assert Area.objects.count() == 3
