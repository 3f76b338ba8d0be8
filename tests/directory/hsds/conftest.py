"""A small directory of which everything is public, and something hidden of each kind."""

import datetime
import json
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone

from soskes_wagtail.access import Audience
from soskes_wagtail.directory_snippets import models

PTV_SERVICE = "5f1f1b5e-0a67-4a5c-9f36-2a8c5d0f0001"


@pytest.fixture
def api(settings):
    """The read API switched on, with its addresses."""
    settings.ROOT_URLCONF = "support.hsds_urls"
    settings.SOSKES = {**settings.SOSKES, "HSDS_API": True}


@pytest.fixture
def network(locales, area):
    """Records by short names; all are public and in force."""
    region = area("Keski-Suomi", kind="region", code="13")
    town = area("Äänekoski", code="992", region=region, name_en="Aanekoski")
    county = models.Organisation.objects.create(
        name_fi="Hyvaks",
        name_sv="Hyvaks på svenska",
        type="wellbeing_county",
        business_id="3221347-3",
        oid="1.2.246.10.32213473.10.0",
        area=town,
    )
    department = models.Organisation.objects.create(
        name_fi="Lastensuojelu", type="wellbeing_county", parent=county
    )
    models.OrganisationChannel.objects.create(
        organisation=county, kind="web", value="https://hyvaks.example/"
    )
    models.OrganisationChannel.objects.create(
        organisation=county, kind="phone", value="000 000 0101", charge="normal"
    )
    unit = models.Unit.objects.create(
        name_fi="Sosiaaliasema",
        organisation=county,
        area=town,
        street_fi="Hallintokatu 4",
        postal_code="44100",
        post_office_fi="Äänekoski",
        postal_address_fi="PL 24, 44101 Äänekoski",
        latitude="62.601200",
        longitude="25.727100",
        oid="1.2.246.10.32213473.10.7",
    )
    models.UnitChannel.objects.create(unit=unit, kind="phone", value="000 000 0102")
    models.UnitHours.objects.create(
        unit=unit, weekday=0, opens_at=datetime.time(9), closes_at=datetime.time(15)
    )
    models.UnitHours.objects.create(
        unit=unit, weekday=4, opens_at=datetime.time(22), closes_at=datetime.time(2)
    )
    models.UnitHours.objects.create(
        unit=unit, valid_from=datetime.date(2099, 12, 24), is_closed=True
    )
    models.UnitHours.objects.create(unit=unit, always_open=True)
    parent_class = models.ServiceClass.objects.create(code="P3", name_fi="Sosiaalipalvelut")
    service_class = models.ServiceClass.objects.create(
        code="P3.8", name_fi="Lastensuojelu", parent=parent_class, uri="http://uri.example/P3.8"
    )
    group = models.TargetGroup.objects.create(code="KR1.2", name_fi="Lapset ja lapsiperheet")
    service = models.Service.objects.create(
        locale=locales["fi"],
        name="Perhetyö",
        ptv_id=PTV_SERVICE,
        summary="Apua perheille.",
        description="<p>Apua <b>kotiin</b>.</p>",
        organisation=county,
        service_classes=[service_class],
        target_groups=[group],
        last_published_at=timezone.now() - datetime.timedelta(days=10),
    )
    swedish = models.Service.objects.create(
        locale=locales["sv"],
        translation_key=service.translation_key,
        name="Familjearbete",
        organisation=county,
        service_classes=[service_class],
    )
    offering = models.ServiceOffering.objects.create(
        service=service, organisation=county, unit=unit
    )
    contact = models.Contact.objects.create(
        organisation=county,
        unit=unit,
        role_title_fi="Perheohjaaja",
        person_name="Maija Esimerkki",
        phone="000 000 0103",
        email="perhe@esimerkki.example",
        audience=Audience.PUBLIC,
    )
    channel = models.ServiceChannel.objects.create(
        name_fi="Puhelinneuvonta", kind="phone", organisation=county
    )
    channel.services.add(service)
    models.ServiceChannelAddress.objects.create(
        service_channel=channel, kind="phone", value="000 000 0104"
    )
    models.ServiceChannelAddress.objects.create(
        service_channel=channel, kind="web", value="https://hyvaks.example/perhetyo"
    )
    return SimpleNamespace(
        town=town,
        county=county,
        department=department,
        unit=unit,
        service=service,
        swedish=swedish,
        offering=offering,
        contact=contact,
        channel=channel,
        service_class=service_class,
        group=group,
    )


@pytest.fixture
def get(client):
    """get("services", search="x"): the parsed answer, which must be 200."""

    def ask(path="", **params):
        response = client.get(f"/hsds/{path}", params)
        assert response.status_code == 200, response.content
        return json.loads(response.content)

    return ask


LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")


@pytest.fixture
def everything(get):
    """everything(): all that the API says, as one text: lists, full lists and every object."""

    def read():
        found = []
        for name in LISTS:
            listed = get(name)
            found += [listed, get(name, full="true")]
            found += [get(f"{name}/{item['id']}") for item in listed["contents"]]
        found += [get("services", minimal="true"), get("organizations", minimal="true")]
        return json.dumps(found, ensure_ascii=False)

    return read


@pytest.fixture
def exported(tmp_path):
    """exported("fi"): the objects of the export by name of the file without its ending."""

    def run(language="fi", folder="hsds"):
        call_command("soskes_export_hsds", str(tmp_path / folder), language=language, verbosity=0)
        return {path.stem: json.loads(path.read_text()) for path in (tmp_path / folder).iterdir()}

    return run
