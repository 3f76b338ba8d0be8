"""National general descriptions from a folder, merged as PTV shows them."""

import pytest
from support.ptv import CHANNEL, SERVICE, count, warnings_of

from soskes_wagtail.directory_snippets.models import Service

GENERAL = "40000000-0000-4000-8000-000000000001"


def texts(kind, **values):
    return [{"language": code, "type": kind, "value": text} for code, text in values.items()]


@pytest.fixture
def followed():
    """A general description of v9–v11."""
    return {
        "id": GENERAL,
        "names": texts("Name", fi="Kansallinen"),
        "descriptions": [
            *texts("Description", fi="Kaikkialla sama.", en="The same everywhere."),
            *texts("ShortDescription", fi="Yhteinen tiivistelmä.", sv="Gemensamt."),
            *texts("ServiceUserInstruction", fi="Yhteinen ohje."),
        ],
        "requirements": [{"language": "fi", "value": "Yhteiset ehdot."}],
        "serviceClasses": [{"code": "P4", "name": [{"language": "fi", "value": "Neljäs"}]}],
        "targetGroups": [],
        "legislation": [],
    }


def service(language="fi"):
    return Service.objects.get(ptv_id=SERVICE.format(1), locale__language_code=language)


def test_what_a_service_says_itself_comes_first(run, folder, item, followed):
    own = item(SERVICE.format(1), generalDescriptionId=GENERAL)
    report = run(folder(a=own, b=followed))
    assert (count(report, "created"), report["skipped"]) == (1, [])
    row = service()
    assert row.summary == "Apua lapselle."
    assert row.description.startswith("<p>Kaikkialla sama.</p>")
    assert "Autamme" in row.description
    assert {c.code for c in row.service_classes.all()} == {"P3", "P4"}
    assert not Service.objects.filter(locale__language_code="en").exists()
    assert count(run(folder(a=own, b=followed)), "unchanged") == 1


def test_what_it_does_not_say_is_the_common_text(run, folder, item, followed):
    own = item(SERVICE.format(1), generalDescriptionId=GENERAL, serviceDescriptions=[])
    own["requirements"] = []
    report = run(folder(general=[followed], x=own))
    row = service()
    assert row.summary == "Yhteinen tiivistelmä."
    assert "Kaikkialla sama." in row.description
    assert "Yhteiset ehdot." in row.who_for
    assert "Yhteinen ohje." in row.how_to_apply
    assert not any("pohjakuvau" in line for line in warnings_of(report, SERVICE.format(1)))


def test_without_it_the_report_says_so(run, folder, item):
    own = item(SERVICE.format(1), generalDescriptionId=GENERAL, serviceDescriptions=[])
    report = run(folder(x=own))
    assert any("pohjakuvau" in line for line in warnings_of(report, SERVICE.format(1)))


def test_a_text_that_was_merged_is_not_merged_again(run, folder, item, followed):
    own = item(SERVICE.format(1), generalDescriptionId=GENERAL)
    own["serviceDescriptions"] += texts("GD_Description", fi="Kaikkialla sama.")
    run(folder(a=own, b=followed))
    assert service().description.count("Kaikkialla sama.") == 1


def test_a_service_of_v12_is_never_taken_for_one(run, folder, v12):
    report = run(v12)
    assert report["created"]["services"] == 2
    assert CHANNEL.format(1) not in [entry["id"] for entry in report["skipped"]]
