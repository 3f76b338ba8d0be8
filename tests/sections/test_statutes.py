"""Statutes from Finlex: what is taken, what is left alone, and which pages are to be read again."""

import datetime
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from support.ptv_service import PtvService

from soskes_wagtail.directory_snippets.finlex import source
from soskes_wagtail.directory_snippets.models import Statute
from soskes_wagtail.directory_snippets.ptv import client as client_module
from soskes_wagtail.sections.models import ArticlePage

AKN = (
    '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" '
    'xmlns:finlex="http://data.finlex.fi/schema/finlex">{}</akomaNtoso>'
)


def act(
    citation="417/2007",
    title="Lastensuojelulaki",
    language="fin",
    kind="statute-consolidated",
    state="",
    amended=(),
    repealed_by="",
):
    number, _slash, year = citation.partition("/")
    changes = "".join(
        f'<finlex:statuteReference><finlex:inForce><finlex:dateEntryIntoForce date="{day}"/>'
        "</finlex:inForce></finlex:statuteReference>"
        for day in amended
    )
    ref = f'<finlex:repealedBy><finlex:ref href="{repealed_by}"/></finlex:repealedBy>'
    return f"""<act><meta>
      <identification><FRBRWork><FRBRuri value="/akn/fi/act/{kind}/{year}/{number}"/></FRBRWork>
      <FRBRExpression><FRBRlanguage language="{language}"/></FRBRExpression></identification>
      <proprietary>{state}<finlex:amendedBy>{changes}</finlex:amendedBy>
      {ref if repealed_by else ""}</proprietary></meta>
      <preface><p><docTitle>{title}</docTitle></p></preface></act>"""


IN_FORCE = (
    '<finlex:isInForce value="true"/><finlex:inForce>'
    '<finlex:dateEntryIntoForce date="2008-01-01"/></finlex:inForce>'
)
ENDED = (
    '<finlex:isInForce value="false"/><finlex:inForce>'
    '<finlex:dateInForceEnd date="2022-12-31"/></finlex:inForce>'
)


@pytest.fixture
def run(db):
    def run_command(address, *arguments):
        out = io.StringIO()
        call_command("soskes_import_statutes", str(address), "--json", *arguments, stdout=out)
        return json.loads(out.getvalue())

    return run_command


@pytest.fixture
def law(db):
    return Statute.objects.create(
        number="417", year=2007, title_fi="Vanha nimi", short_name_fi="LSL", title_en="Child act"
    )


def write(folder, **files):
    for name, content in files.items():
        data = content if isinstance(content, bytes) else AKN.format(content).encode()
        (folder / f"{name}.xml").write_bytes(data)
    return folder


def counts(report):
    return tuple(
        report[name]["statutes"] for name in ("created", "updated", "unchanged", "withdrawn")
    )


def test_what_finlex_says_is_taken_and_what_is_ours_stays(run, law, tmp_path):
    folder = write(
        tmp_path,
        fi=act(state=IN_FORCE, amended=["2020-01-01", "2024-03-01", "2999-01-01"]),
        sv=act(title="Barnskyddslag", language="swe"),
        first=act(title="Nimi alussa", kind="statute"),
    )
    assert counts(run(folder, "--dry-run")) == (0, 1, 0, 0)
    law.refresh_from_db()
    assert law.title_fi == "Vanha nimi"
    report = run(folder)
    assert (counts(report), report["skipped"]) == ((0, 1, 0, 0), [])
    law.refresh_from_db()
    assert (law.title_fi, law.title_sv, law.title_en) == (
        "Lastensuojelulaki",
        "Barnskyddslag",
        "Child act",
    )
    assert (law.short_name_fi, law.in_force) == ("LSL", True)
    assert law.valid_from == datetime.date(2008, 1, 1)
    assert law.amended_on == datetime.date(2024, 3, 1)
    assert counts(run(folder)) == (0, 0, 1, 0)


def test_a_repealed_law_is_followed_by_the_one_that_repealed_it(run, law, tmp_path):
    new = act("675/2023", "Vammaispalvelulaki", kind="statute")
    old = act(state=ENDED, repealed_by="/akn/fi/act/statute/2023/675")
    report = run(write(tmp_path, list=f"<Results>{new}{old}</Results>"))
    assert counts(report) == (1, 0, 0, 1)
    law.refresh_from_db()
    assert (law.in_force, law.valid_to) == (False, datetime.date(2022, 12, 31))
    assert law.successor.citation == "675/2023"
    assert counts(run(tmp_path)) == (0, 0, 2, 0)


def test_no_law_follows_itself(run, law, tmp_path):
    other = Statute.objects.create(number="1", year=2000, title_fi="Toinen", successor=law)
    run(write(tmp_path, a=act(state=ENDED, repealed_by="/akn/fi/act/statute/2000/1")))
    law.refresh_from_db()
    assert law.successor is None and other.successor == law


def test_only_what_is_known(run, law, tmp_path):
    folder = write(tmp_path, a=act(), b=act("1/2026", "Muu asetus"))
    report = run(folder, "--known")
    assert counts(report) == (0, 1, 0, 0)
    assert [entry["id"] for entry in report["skipped"]] == ["1/2026"]
    assert Statute.objects.count() == 1


DAMAGED = {
    "empty": b"",
    "cut": AKN.format(act())[:-30].encode(),
    "page": b"<!DOCTYPE html><html></html>",
    "bomb": b'<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>',
    "outside": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "deep": b"<a>" * 100_000,
    "json": b"{}",
    "zip": b"PK\x03\x04xx",
    "latin": "<a>ä</a>".encode("latin-1"),
    "encoding": b"<?xml version='1.0' encoding='klingon'?><a/>",
    "other": b"<a/>",
    "nameless": AKN.format(act(title=" ")).encode(),
    "sami": AKN.format(act(language="sme")).encode(),
    "case": AKN.format(act(kind="judgment")).encode(),
    "long": AKN.format(act("2/2026", "x" * 600)).encode(),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_damaged_files_are_one_clear_line(run, law, tmp_path, what):
    write(tmp_path, bad=DAMAGED[what])
    with pytest.raises(CommandError) as caught:
        run(tmp_path)
    assert caught.value.returncode == 1
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 600
    write(tmp_path, good=act())
    report = run(tmp_path)
    assert (counts(report), len(report["skipped"])) == ((0, 1, 0, 0), 1)
    assert Statute.objects.count() == 1


def test_no_such_source(run, tmp_path):
    for address in (tmp_path / "nothing", tmp_path, "http://127.0.0.1:9/x.xml"):
        with pytest.raises(CommandError) as caught:
            run(address)
        assert str(address).rpartition("/")[2] in str(caught.value)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(client_module.time, "sleep", lambda _seconds: None)


@pytest.fixture
def finlex():
    service = PtvService(11)
    service.base = service.address.replace("/api/v11", "/finlex/avoindata/v1")

    def answer(path, *faults):
        service.faults[f"/finlex/avoindata/v1/akn/fi/act/{path}"] = list(faults)

    service.give = answer
    yield service
    service.close()


def test_the_interface_is_asked_for_the_laws_that_are_here(run, law, finlex):
    enacted = Statute.objects.create(number="39-001", year=1889, title_fi="Rikoslaki")
    finlex.give("statute-consolidated/2007/417/fin@latest", 429, AKN.format(act()).encode())
    swedish = AKN.format(act(title="Barnskyddslag", language="swe")).encode()
    finlex.give("statute-consolidated/2007/417/swe@latest", swedish)
    old = AKN.format(act("39-001/1889", "Rikoslaki 1889", kind="statute")).encode()
    finlex.give("statute/1889/39-001/fin@", old)
    report = run(finlex.base)
    assert (counts(report), report["skipped"]) == ((0, 2, 0, 0), [])
    law.refresh_from_db()
    enacted.refresh_from_db()
    assert (law.title_sv, enacted.title_fi) == ("Barnskyddslag", "Rikoslaki 1889")
    assert all(h["User-Agent"] == source.USER_AGENT for _p, _q, h in finlex.asked)


def test_a_law_that_does_not_come_is_told(run, law, finlex):
    with pytest.raises(CommandError, match="2007/417"):
        run(finlex.base)


def test_one_address(run, finlex):
    finlex.give("statute/2007/417/fin@", AKN.format(act(kind="statute")).encode())
    assert counts(run(f"{finlex.base}/akn/fi/act/statute/2007/417/fin@")) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("as_of", "law_is", "told"),
    [
        ("2024-02-29", {"amended": ["2024-03-01"]}, "1.3.2024"),
        (None, {"amended": ["2024-03-01"]}, "1.3.2024"),
        ("2024-03-01", {"amended": ["2024-03-01"]}, ""),
        ("2024-03-02", {"amended": ["2024-03-01", "2999-05-01"]}, "1.5.2999"),
        ("2024-03-02", {"state": ENDED}, "ei ole voimassa"),
    ],
)
def test_pages_whose_words_are_older_than_the_law(
    run, law, tmp_path, make, root, as_of, law_is, told
):
    other = Statute.objects.create(number="1", year=2000, title_fi="Toinen")
    page = make(root, "Lastensuojelu lyhyesti", ArticlePage)
    block = {"summary": "", "provisions": ""}
    page.body = json.dumps(
        [
            {"type": "legal_info", "value": {**block, "statute": law.pk, "as_of": as_of}},
            {"type": "legal_info", "value": {**block, "statute": other.pk, "as_of": "1990-01-01"}},
        ]
    )
    page.save()
    with override("fi"):
        found = run(write(tmp_path, a=act(**law_is)))["pages_to_recheck"]
    wanted = [(page.pk, "417/2007", as_of or "")] if told else []
    assert [(one["id"], one["statute"], one["as_of"]) for one in found] == wanted
    assert not told or told in found[0]["reason"]
    with override("fi"):
        html = ArticlePage.objects.get(pk=page.pk).body.render_as_block()
    assert ("Muutettu 1.3.2024" in html) is (as_of == "2024-02-29")


def test_real_answers(run, require_service):
    folder = Path(require_service("shared-data")) / "finlex"
    report = run(folder)
    assert (counts(report), report["skipped"]) == ((4, 0, 0, 0), [])
    privacy = Statute.objects.get(number="1050", year=2018)
    assert (privacy.title_fi, privacy.in_force) == ("Tietosuojalaki", True)
    assert privacy.valid_from == datetime.date(2019, 1, 1)
