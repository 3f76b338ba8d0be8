"""Later imports: changes, withdrawals, what was here before, and what people added."""

import datetime

import pytest
from support.ptv import CHANNEL, ORGANIZATION, SERVICE, count, skipped_ids, total, warnings_of

from soskes_wagtail.directory_snippets.models import (
    Contact,
    Organisation,
    Service,
    ServiceChannel,
    ServiceOffering,
    Unit,
)


@pytest.fixture
def imported(run, v11):
    return run(v11)


def test_a_changed_number_is_one_update(imported, run, folder, item):
    changed = item(CHANNEL.format(2))
    changed["phoneNumbers"][0]["number"] = "0000000199"
    changed["services"] = None
    report = run(folder(phone=changed))
    assert (count(report, "updated"), total(report)) == (1, 1)
    channel = ServiceChannel.objects.get(ptv_id=CHANNEL.format(2))
    assert [a.value for a in channel.addresses.filter(kind="phone")] == ["+358 000000199"]
    assert channel.services.count() == 1  # the answer does not say: as before
    changed["services"] = []
    run(folder(phone=changed))
    assert channel.services.count() == 0  # the answer says that there are none


def test_what_people_added_stays(imported, run, folder, item):
    unit = Unit.objects.get(ptv_id=CHANNEL.format(1))
    unit.audience, unit.checked_on = "members", datetime.date(2026, 5, 4)
    unit.is_example, unit.oid = True, "1.2.246.10.9.10.7"
    unit.save()
    contact = Contact.objects.create(
        organisation=unit.organisation, unit=unit, role_title_fi="Ohjaaja", phone="000 000 0001"
    )
    changed = item(CHANNEL.format(1), serviceChannelNames=[name("Uusi talo")])
    assert count(run(folder(unit=changed)), "updated") == 1
    unit.refresh_from_db()
    assert unit.name_fi == "Uusi talo"
    assert (unit.audience, unit.checked_on, unit.is_example, unit.oid) == (
        "members",
        datetime.date(2026, 5, 4),
        True,
        "1.2.246.10.9.10.7",
    )
    assert list(unit.contacts.all()) == [contact]


def test_what_is_not_in_the_folder_is_not_withdrawn(imported, run, folder, item):
    run(folder(phone=item(CHANNEL.format(2))))
    for model in (Organisation, Unit, ServiceChannel, Service):
        assert not model.objects.filter(withdrawn_at__isnull=False).exists()


@pytest.mark.parametrize("status", ["Deleted", "Withdrawn", "Draft", "Archived"])
def test_what_ptv_takes_away_is_withdrawn_and_comes_back(imported, run, folder, item, status):
    ids = (ORGANIZATION.format(1), CHANNEL.format(1), CHANNEL.format(2), SERVICE.format(1))
    path = folder(gone=[item(identifier, publishingStatus=status) for identifier in ids])
    report = run(path)
    assert report["withdrawn"] == {"organizations": 1, "servicechannels": 2, "services": 1}
    assert Service.objects.filter(withdrawn_at__isnull=False).count() == 2  # fi and sv
    assert Unit.objects.get(ptv_id=CHANNEL.format(1)).withdrawn_at
    assert count(run(path), "unchanged") == 4
    report = run(folder(gone=[item(identifier) for identifier in ids]))
    assert count(report, "updated") == 4
    for model in (Organisation, Unit, ServiceChannel, Service):
        assert not model.objects.filter(withdrawn_at__isnull=False).exists()


def test_a_withdrawn_item_needs_no_name(imported, run, folder):
    bare = {"id": SERVICE.format(1), "serviceNames": None, "publishingStatus": "Deleted"}
    assert count(run(folder(gone=bare)), "withdrawn") == 1


def test_an_unfinished_change_leaves_the_published_row(imported, run, folder, item):
    report = run(folder(x=item(CHANNEL.format(2), publishingStatus="Modified")))
    assert skipped_ids(report) == [CHANNEL.format(2)]
    assert ServiceChannel.objects.get(ptv_id=CHANNEL.format(2)).withdrawn_at is None


def test_a_phone_service_that_becomes_a_place(imported, run, folder, item):
    place = item(CHANNEL.format(1), id=CHANNEL.format(2))
    assert count(run(folder(x=place)), "created") == 1
    assert ServiceChannel.objects.get(ptv_id=CHANNEL.format(2)).withdrawn_at
    assert Unit.objects.get(ptv_id=CHANNEL.format(2)).withdrawn_at is None
    assert count(run(folder(x=place)), "unchanged") == 1


def test_an_organisation_that_was_here_is_joined_by_its_business_id(run, folder, item):
    here = Organisation.objects.create(
        type="wellbeing_county", name_fi="Vanha nimi", business_id="9000001-1", audience="members"
    )
    report = run(folder(a=item(ORGANIZATION.format(1))))
    here.refresh_from_db()
    assert Organisation.objects.count() == 1
    assert (str(here.ptv_id), here.name_fi) == (ORGANIZATION.format(1), "Esimerkkialue")
    assert (here.type, here.audience) == ("wellbeing_county", "members")
    assert count(report, "updated") == 1
    assert count(run(folder(a=item(ORGANIZATION.format(1)))), "unchanged") == 1


def test_a_department_is_not_joined_with_its_organisation(run, folder, item):
    here = Organisation.objects.create(
        type="joint_authority", name_fi="Täällä", business_id="9000001-1"
    )
    run(folder(a=item(ORGANIZATION.format(2))))
    here.refresh_from_db()
    assert here.ptv_id is None
    assert Organisation.objects.get(ptv_id=ORGANIZATION.format(2)).business_id is None


def test_codes_that_ptv_leaves_empty_stay(imported, run, folder, item):
    Organisation.objects.filter(ptv_id=ORGANIZATION.format(3)).update(oid="1.2.246.10.5")
    run(folder(a=item(ORGANIZATION.format(3), organizationNames=[name("Uusi")], oid="")))
    row = Organisation.objects.get(ptv_id=ORGANIZATION.format(3))
    assert (row.name_fi, row.oid) == ("Uusi", "1.2.246.10.5")


@pytest.mark.parametrize("links", [{1: 2, 2: 1}, {1: 1}, {1: 2, 2: 3, 3: 1}, {3: 1, 1: 2, 2: 1}])
def test_circles_in_the_tree_are_cut(run, folder, item, links):
    items = [
        item(
            ORGANIZATION.format(child),
            parentOrganizationId=ORGANIZATION.format(parent),
            businessCode=None,
        )
        for child, parent in links.items()
    ]
    report = run(folder(a=items))
    assert count(report, "created") == len(links)
    for row in Organisation.objects.all():
        row.clean()  # refuses a tree with a circle
    assert warnings_of(report, ORGANIZATION.format(1))
    assert count(run(folder(a=items)), "unchanged") == len(links)


def test_a_circle_over_two_imports_is_cut(run, folder, item):
    def department(child, parent):
        return item(
            ORGANIZATION.format(child),
            parentOrganizationId=parent and ORGANIZATION.format(parent),
            businessCode=None,
        )

    run(folder(a=[department(1, None), department(2, 1)]))
    report = run(folder(a=department(1, 2)))
    assert warnings_of(report, ORGANIZATION.format(1))
    for row in Organisation.objects.all():
        row.clean()


def test_a_parent_that_comes_later_is_linked(run, folder, item, tmp_path):
    run(folder(a=item(ORGANIZATION.format(2))))
    assert Organisation.objects.get().parent is None
    report = run(folder(a=item(ORGANIZATION.format(2)), b=item(ORGANIZATION.format(1))))
    assert (count(report, "updated"), count(report, "created")) == (1, 1)
    department = Organisation.objects.get(ptv_id=ORGANIZATION.format(2))
    assert str(department.parent.ptv_id) == ORGANIZATION.format(1)


def test_a_parent_that_people_gave_stays(run, folder, item):
    run(folder(a=item(ORGANIZATION.format(1))))
    local = Organisation.objects.create(type="joint_authority", name_fi="Oma yläorganisaatio")
    Organisation.objects.filter(ptv_id=ORGANIZATION.format(1)).update(parent=local)
    assert count(run(folder(a=item(ORGANIZATION.format(1)))), "unchanged") == 1
    assert Organisation.objects.get(ptv_id=ORGANIZATION.format(1)).parent == local


def test_offerings_made_by_hand_stay(imported, run, v11, folder, item):
    service = Service.objects.get(ptv_id=SERVICE.format(1), locale__language_code="fi")
    other = Organisation.objects.create(type="company", name_fi="Oma yritys")
    own = ServiceOffering.objects.create(service=service, organisation=other, role="producer")
    bare = item(SERVICE.format(1), organizations=[], serviceChannels=[])
    assert count(run(folder(x=bare)), "updated") == 1
    assert list(service.offerings.all()) == [own]
    service.refresh_from_db()
    assert service.organisation is None


def test_a_channel_connects_itself_with_services_that_are_here(run, folder, item):
    first = [item(ORGANIZATION.format(1)), item(SERVICE.format(1), serviceChannels=[])]
    run(folder(a=first))
    report = run(folder(a=item(CHANNEL.format(1)), b=item(CHANNEL.format(2), services=[ref()])))
    assert count(report, "created") == 2
    offering = ServiceOffering.objects.get(unit__ptv_id=CHANNEL.format(1))
    assert str(offering.service.ptv_id) == SERVICE.format(1)
    assert offering.areas.count() == ServiceOffering.objects.get(unit=None).areas.count() == 2
    assert ServiceChannel.objects.get().services.count() == 1
    again = run(folder(a=item(CHANNEL.format(1)), b=item(CHANNEL.format(2), services=[ref()])))
    assert count(again, "unchanged") == 2
    report = run(folder(a=item(CHANNEL.format(1), services=[]), b=item(CHANNEL.format(2))))
    assert count(report, "updated") == 2
    assert not ServiceOffering.objects.filter(unit__isnull=False).exists()
    assert ServiceChannel.objects.get().services.count() == 0


def test_a_service_whose_area_changes(imported, run, folder, item):
    changed = item(SERVICE.format(1), areaType="Nationwide", areas=[])
    run(folder(x=changed))
    offerings = ServiceOffering.objects.filter(service__ptv_id=SERVICE.format(1))
    assert offerings.count() >= 1
    assert all(o.whole_country and not o.areas.exists() for o in offerings)


def test_the_connections_move_to_the_finnish_row_when_there_is_one(imported, run, folder, item):
    source = Service.objects.get(ptv_id=SERVICE.format(2))
    assert source.offerings.count() == 2  # the responsible organisation, and a place
    named = item(SERVICE.format(2))
    named["serviceNames"].append(name("Esimerkkipalvelu"))
    run(folder(x=named))
    finnish = Service.objects.get(ptv_id=SERVICE.format(2), locale__language_code="fi")
    assert finnish.translation_key == source.translation_key
    assert finnish.offerings.count() == 1  # the place is named by its channel only
    assert source.offerings.count() == 0


def name(value, language="fi"):
    return {"language": language, "value": value, "type": "Name"}


def ref():
    return {"service": {"id": SERVICE.format(1), "name": "x"}}


def test_what_has_not_changed_is_not_written(run, v11, v12, django_assert_max_num_queries):
    for folder in (v11, v12):
        run(folder)
        with django_assert_max_num_queries(40) as captured:
            run(folder)
        written = [query["sql"] for query in captured if not query["sql"].startswith("SELECT")]
        assert written == []
