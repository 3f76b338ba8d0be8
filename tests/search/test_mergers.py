"""Old names are found after a merger, and lead to what took their place."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from soskes_wagtail.directory_snippets.mergers.carry_out import carry_out
from soskes_wagtail.directory_snippets.models import Area, Merger, Organisation
from soskes_wagtail.sections.services.municipality_pages import ensure_pages


@pytest.fixture
def found(reader, capsys):
    def search(query):
        capsys.readouterr()
        call_command("soskes_search", query, user=reader.username, language="fi", json=True)
        return json.loads(capsys.readouterr().out)

    return search


def test_the_name_of_a_former_municipality(installed, found):
    old, new = (Area.objects.get(kind="municipality", code=code) for code in ("435", "172"))
    ending, going = (Organisation.objects.get(area=area, parent=None) for area in (old, new))
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
    hits = found(old.name_fi)
    assert any(hit["url"].rstrip("/").endswith(new.slug) for hit in hits), hits
