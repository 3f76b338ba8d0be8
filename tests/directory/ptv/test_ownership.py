"""What PTV owns is read-only in the admin, what the network adds is the network's."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from support.forms import filled_form
from support.ptv import CHANNEL, ORGANIZATION, SERVICE, count

from soskes_wagtail.directory_snippets.models import (
    Contact,
    Organisation,
    Service,
    ServiceChannel,
    ServiceOffering,
    Unit,
)
from soskes_wagtail.directory_snippets.ptv.rows import RowChange, write_rows
from soskes_wagtail.directory_snippets.services.ptv_owned import OWNED, is_from_ptv, owned_names

FORGED = "Väärennetty"


@pytest.fixture
def imported(run, v11):
    run(v11)
    return {
        Organisation: Organisation.objects.get(ptv_id=ORGANIZATION.format(1)),
        Unit: Unit.objects.filter(ptv_id__isnull=False, hours__isnull=False).first(),
        ServiceChannel: ServiceChannel.objects.filter(ptv_id__isnull=False).first(),
        Service: Service.objects.get(ptv_id=SERVICE.format(1), locale__language_code="fi"),
        ServiceOffering: ServiceOffering.objects.exclude(source_hash="").first(),
    }


def edit_url(record) -> str:
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])


def stored(record) -> dict:
    """All that the database holds of the fields and rows that PTV owns."""
    row = type(record)._base_manager.get(pk=record.pk)
    values = {}
    for name in (*OWNED[type(row)].fields, *OWNED[type(row)].if_given, *OWNED[type(row)].rows):
        value = getattr(row, name)
        values[name] = list(value.values()) if hasattr(value, "values") else value
    return values


@pytest.mark.parametrize("model", list(OWNED))
def test_the_form_shows_it_and_says_where_it_is_changed(admin_client, imported, model):
    record = imported[model]
    assert record is not None and is_from_ptv(record)
    page = BeautifulSoup(admin_client.get(edit_url(record)).content, "html.parser")
    hint = page.select_one(".help-info")
    assert hint.select_one("a")["href"] == "https://ptv.suomi.fi/"
    fields = {tag.get("name") for tag in page.select("form [name]")}
    assert not fields & set(OWNED[model].fields)
    for relation in OWNED[model].rows:
        assert f"{relation}-TOTAL_FORMS" not in fields
    text = page.get_text(" ", strip=True)
    assert str(getattr(record, "name", record.pk if model is ServiceOffering else "")) in text or (
        model is ServiceOffering and str(record.service) in text
    )
    for relation in OWNED[model].rows:
        for row in getattr(record, relation).all():
            assert str(row) in text


@pytest.mark.parametrize("model", list(OWNED))
def test_a_forged_answer_changes_nothing_that_ptv_owns(admin_client, imported, model, locales):
    record = imported[model]
    before = stored(record)
    other = Organisation.objects.create(name_fi=FORGED, type="company")
    data = filled_form(admin_client.get(edit_url(record)))
    for name in OWNED[model].fields:
        field = model._meta.get_field(name)
        data[name] = [other.pk] if field.many_to_many else other.pk if field.is_relation else FORGED
    for relation in OWNED[model].rows:
        data |= {
            f"{relation}-TOTAL_FORMS": "1",
            f"{relation}-INITIAL_FORMS": "0",
            f"{relation}-MIN_NUM_FORMS": "0",
            f"{relation}-MAX_NUM_FORMS": "1000",
            f"{relation}-0-kind": "email",
            f"{relation}-0-value": "vaara@esimerkki.example",
            f"{relation}-0-weekday": "1",
            f"{relation}-0-is_closed": "on",
            f"{relation}-0-ORDER": "1",
        }
    response = admin_client.post(edit_url(record), data | {"action-publish": "1"})
    assert response.status_code == 302
    assert stored(record) == before


def test_what_the_network_adds_outlives_an_import(admin_client, imported, run, folder, item):
    unit, service = imported[Unit], imported[Service]
    day = datetime.date(2026, 3, 2)
    for record, added in (
        (unit, {"audience": "members", "phone_audience": "members", "valid_to": "31.12.2030"}),
        (service, {"audience": "members", "action-publish": "1"}),
    ):
        data = filled_form(admin_client.get(edit_url(record)))
        data |= {"checked_on": "2026-03-02"} | added
        data["valid_to"] = "2030-12-31"
        assert admin_client.post(edit_url(record), data).status_code == 302
    contact = Contact.objects.create(
        role_title_fi="Sisäinen", phone="000 000 0001", organisation=unit.organisation, unit=unit
    )
    changed = item(SERVICE.format(1))
    changed["serviceDescriptions"][0]["value"] = "Uusi tiivistelmä."
    place = item(str(unit.ptv_id))
    place["serviceChannelNames"][0]["value"] = "Uusi nimi"
    report = run(folder(a=item(ORGANIZATION.format(1)), b=changed, c=place))
    assert count(report, "updated") >= 2
    unit.refresh_from_db()
    service.refresh_from_db()
    assert (unit.name_fi, service.summary) == ("Uusi nimi", "Uusi tiivistelmä.")
    assert (unit.audience, unit.phone_audience, unit.checked_on) == ("members", "members", day)
    assert unit.valid_to == datetime.date(2030, 12, 31)
    assert (service.audience, service.checked_on) == ("members", day)
    contact.refresh_from_db()
    assert (contact.unit, contact.organisation) == (unit, unit.organisation)


def test_a_municipality_that_ptv_does_not_name_stays(run, folder, item, area):
    """Filled in here, where the answer has a street only."""
    place = item(CHANNEL.format(1))
    place["addresses"][0]["streetAddress"]["municipality"] = None
    run(folder(a=item(ORGANIZATION.format(1)), b=place))
    unit = Unit.objects.get()
    assert unit.area is None and "area" not in owned_names(unit)
    Unit.objects.update(area=area("Saarijärvi", code="729"))
    place["serviceChannelNames"][0]["value"] = "Uusi nimi"
    run(folder(b=place))
    unit.refresh_from_db()
    assert (unit.name_fi, unit.area.code) == ("Uusi nimi", "729")


def test_an_old_revision_brings_no_old_words_of_ptv_back(admin_client, imported):
    service = imported[Service]
    old = service.save_revision()
    content = {**old.content, "summary": FORGED}
    type(old).objects.filter(pk=old.pk).update(content=content)
    service.save_revision()
    viewset = Service.snippet_viewset
    address = reverse(viewset.get_url_name("revisions_revert"), args=[service.pk, old.pk])
    page = admin_client.get(address)
    assert FORGED not in page.content.decode()
    data = filled_form(page) | {"action-publish": "1", "revision": old.pk}
    admin_client.post(edit_url(service), data)
    service.refresh_from_db()
    assert service.summary != FORGED
    assert service.get_latest_revision_as_object().summary != FORGED


def test_codes_that_ptv_left_out_can_be_filled_in(imported):
    organisation = imported[Organisation]
    organisation.oid = None
    assert "oid" not in owned_names(organisation)
    organisation.oid = "1.2.246.10.1234567.10.0"
    assert "oid" in owned_names(organisation)
    assert "oid" not in owned_names(organisation, may_correct=True)
    assert "name_fi" in owned_names(organisation, may_correct=True)


def test_a_version_written_here_is_not_ptvs(imported, locales):
    service = imported[Service]
    copy = service.copy_for_translation(locales["en"])
    assert not is_from_ptv(copy) and not owned_names(copy)


def test_records_of_ones_own_stay_open(admin_client, imported):
    own = Organisation.objects.create(name_fi="Oma", type="company")
    data = filled_form(admin_client.get(edit_url(own))) | {"name_fi": "Oma uusi"}
    assert admin_client.post(edit_url(own), data).status_code == 302
    own.refresh_from_db()
    assert own.name_fi == "Oma uusi"


def test_an_import_writes_nothing_but_what_the_table_names(imported):
    organisation = imported[Organisation]
    with pytest.raises(ValueError, match="audience"):
        write_rows([RowChange(Organisation, organisation.pk, {"audience": "admins"})], {})
