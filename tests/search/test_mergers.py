"""Old names are found after a merger, and lead to what took their place."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from soskes_wagtail.directory_snippets.mergers.carry_out import carry_out
from soskes_wagtail.directory_snippets.models import Area, Merger, Organisation
from soskes_wagtail.directory_snippets.sheets.apply import write_sheet
from soskes_wagtail.directory_snippets.sheets.kinds import CONTACTS, is_any_heading
from soskes_wagtail.directory_snippets.sheets.scope import Scope
from soskes_wagtail.directory_snippets.sheets.source import read_sheet
from soskes_wagtail.sections.services.municipality_pages import ensure_pages


@pytest.fixture
def found(reader, capsys):
    def search(query):
        capsys.readouterr()
        call_command("soskes_search", query, user=reader.username, language="fi", json=True)
        return json.loads(capsys.readouterr().out)

    return search


def test_names_of_former_municipalities_and_organisations(installed, found):
    old, new = (Area.objects.get(kind="municipality", code=code) for code in ("435", "172"))
    ending, going = (Organisation.objects.get(area=area, parent=None) for area in (old, new))
    Organisation.objects.filter(pk=ending.pk).update(name_fi="Lakkaava laitos")
    ensure_pages()
    carry_out(
        Merger.objects.create(
            kind="municipality",
            old_area=old,
            new_area=new,
            old_organisation=ending,
            new_organisation=going,
            date=timezone.localdate(),
        )
    )
    for name in (old.name_fi, "Lakkaava laitos"):
        hits = found(name)
        assert any(hit["url"].rstrip("/").endswith(new.slug) for hit in hits), (name, hits)


def test_the_old_name_of_a_closed_one_tells_nobody(installed, found):
    ending, going = Organisation.objects.filter(parent=None, type="municipality")[:2]
    Organisation.objects.filter(pk=ending.pk).update(name_fi="Salattu laitos", audience="admins")
    carry_out(
        Merger.objects.create(
            kind="organisation",
            old_organisation=ending,
            new_organisation=going,
            date=timezone.localdate(),
        )
    )
    assert "Salattu laitos" not in [hit["title"] for hit in found("Salattu laitos")]


def test_rows_of_tables_are_found(installed, found):
    organisation = Organisation.objects.get(business_id="2045520-5")
    text = "role_title_fi;phone;organisation\nKuplakoordinaattori;000 000 0077;2045520-5\n"
    sheet = read_sheet(text.encode(), is_any_heading)
    write_sheet(sheet, CONTACTS, Scope(organisation=organisation))
    assert [hit["title"] for hit in found("kuplakoordinaattori")] == ["Kuplakoordinaattori"]
