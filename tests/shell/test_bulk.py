"""Writing many rows at once comes to the same as saving each of them."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Locale, ReferenceIndex

from soskes_wagtail.bulk import changed, references
from soskes_wagtail.bulk.rows import begin_writing, insert, remove, update
from soskes_wagtail.content_version import ContentVersion
from soskes_wagtail.directory_snippets.models import (
    Area,
    Organisation,
    OrganisationChannel,
    Service,
    ServiceLegalBasis,
    Statute,
    Unit,
)

pytestmark = pytest.mark.django_db


def organisations(number, start=0):
    return [
        {"type": "company", "name_fi": f"Yritys {start + i}", "business_id": None}
        for i in range(number)
    ]


def test_inserted_rows_are_as_saved_ones():
    saved = Organisation(type="company", name_fi="Yritys 0")
    saved.save()
    (pk,) = insert(Organisation, organisations(1))
    values = [
        {k: v for k, v in row.items() if k != "id"}
        for row in Organisation.objects.filter(pk__in=[saved.pk, pk]).values()
    ]
    assert values[0] == values[1]


def test_values_of_every_type_arrive(db):
    organisation = Organisation.objects.create(type="company", name_fi="Yritys")
    (pk,) = insert(
        Unit,
        [
            {
                "name_fi": "Paikka %s ; ' \\ \t ä 😀",
                "organisation_id": organisation.pk,
                "latitude": "62.600000",
                "longitude": None,
                "is_example": True,
                "ptv_id": "30000000-0000-4000-8000-000000000001",
                "valid_from": "2026-01-31",
            }
        ],
    )
    unit = Unit.objects.get(pk=pk)
    unit.full_clean()
    assert (unit.name_fi, str(unit.latitude), unit.longitude) == (
        "Paikka %s ; ' \\ \t ä 😀",
        "62.600000",
        None,
    )
    assert (str(unit.ptv_id)[-4:], unit.valid_from.day, unit.is_example) == ("0001", 31, True)


def test_ids_are_nobody_elses(db):
    first = Organisation.objects.create(type="company", name_fi="x")
    pks = insert(Organisation, organisations(3))
    after = Organisation.objects.create(type="company", name_fi="x")
    assert len({first.pk, *pks, after.pk}) == 5
    after.delete()
    assert insert(Organisation, organisations(1))[0] not in {first.pk, *pks, after.pk}
    assert insert(Organisation, []) == []


def test_what_the_database_refuses_is_an_integrity_error():
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Organisation, [{**organisations(1)[0], "oid": "1.2"}] * 2)
    assert not Organisation.objects.exists()


def test_update_sets_what_is_named_and_nothing_else():
    one, other = insert(Organisation, organisations(2))
    update(Organisation, ["name_fi", "oid"], [("Uusi", "1.2.3", one), ("Uusi", None, 10**9)])
    assert Organisation.objects.values_list("name_fi", "oid", "type").get(pk=one) == (
        "Uusi",
        "1.2.3",
        "company",
    )
    assert Organisation.objects.get(pk=other).name_fi == "Yritys 1"


def test_remove():
    pks = insert(Organisation, organisations(2))
    insert(OrganisationChannel, [{"organisation_id": pks[0], "kind": "phone", "value": "1"}])
    remove(OrganisationChannel.objects.filter(organisation_id=pks[0]))
    assert not OrganisationChannel.objects.exists()


def index():
    return set(
        ReferenceIndex.objects.values_list(
            "content_type",
            "base_content_type",
            "object_id",
            "to_content_type",
            "to_object_id",
            "model_path",
            "content_path",
            "content_path_hash",
        )
    )


def test_the_reference_index_is_as_wagtail_makes_it():
    area = Area.objects.create(kind="municipality", code="992", name_fi="Äänekoski")
    statute = Statute.objects.create(year=2007, number="417", title_fi="Lastensuojelulaki")
    parent, child = insert(Organisation, organisations(2))
    update(Organisation, ["area_id", "parent_id"], [(area.pk, parent, child)])
    locale = Locale.get_default()
    (service,) = insert(
        Service,
        [
            {
                "name": "Palvelu",
                "locale_id": locale.pk,
                "organisation_id": child,
                "description": f'<a linktype="page" id="1">x</a> {area}',
            }
        ],
    )
    insert(ServiceLegalBasis, [{"service_id": service, "statute_id": statute.pk}])
    references.refresh(Organisation, [parent, child])
    references.refresh(Service, [service])
    ours = index()
    ReferenceIndex.objects.all().delete()
    for row in (*Organisation.objects.all(), Service.objects.get()):
        ReferenceIndex.create_or_update_for_object(row)
    assert index() == ours
    assert len(ours) == 5


def test_references_that_changed_are_replaced(django_assert_max_num_queries):
    one, two, three = insert(Organisation, organisations(3))
    update(Organisation, ["parent_id"], [(one, three)])
    references.refresh(Organisation, [three])
    before = index()
    references.refresh(Organisation, [one, two, three])
    assert index() == before
    update(Organisation, ["parent_id"], [(two, three)])
    with django_assert_max_num_queries(8):
        references.refresh(Organisation, [one, two, three])
    assert [reference[4] for reference in index()] == [str(two)]


def test_everybody_is_told_once(monkeypatch):
    monkeypatch.setattr(changed, "_listeners", [])
    told = []
    listener = changed.on_records_changed(lambda model, pks: told.append((model, sorted(pks))))
    changed.on_records_changed(listener)
    before = ContentVersion.current()
    changed.records_changed({Organisation: {2, 1}, Service: {3}})
    assert told == [(Organisation, [1, 2]), (Service, [3])]
    assert ContentVersion.current() == before + 1


@pytest.mark.django_db(transaction=True)
def test_a_writer_waits_for_another_instead_of_failing():
    """Two transactions that read, then write: without the lock of ``begin_writing`` one of them
    fails at once on SQLite."""
    ready, done, errors = threading.Event(), threading.Event(), []

    def other():
        try:
            with transaction.atomic():
                begin_writing(Organisation)
                Organisation.objects.count()
                ready.set()
                done.wait(1)
                insert(Organisation, organisations(1))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    ready.wait(5)
    with transaction.atomic():
        begin_writing(Organisation)
        Organisation.objects.count()
        insert(Organisation, organisations(1, start=1))
    done.set()
    thread.join()
    assert (errors, Organisation.objects.count()) == ([], 2)
