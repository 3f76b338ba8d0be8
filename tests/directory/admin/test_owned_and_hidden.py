"""What PTV owns is there to be read, but not for those whom its level hides it from; and lists
cannot be ordered by what somebody is not shown."""

import uuid

import pytest
from support.members import keeps

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets import models


@pytest.fixture
def shelter(own):
    unit = own.unit
    unit.ptv_id, unit.source_hash = uuid.uuid4(), "x"
    unit.street_fi, unit.postal_code = "Kanariakuja 7", "44123"
    unit.channels.add(models.UnitChannel(kind="phone", value="000 777 8889"))
    unit.save()
    return unit


@pytest.mark.parametrize("level", ["own", "admins"])
def test_read_only_values_keep_to_their_level(
    shelter, editor, admin_user, user_of, signed_in, url, form_of, level
):
    models.Unit.objects.filter(pk=shelter.pk).update(address_audience=level, phone_audience=level)
    shown = {"own": level == "own", "section": False, "administrator": True}
    people = {
        "own": editor,
        "section": user_of(RoleKey.SECTION_EDITOR),
        "administrator": admin_user,
    }
    for name, user in people.items():
        page = signed_in(user).get(url(shelter, "edit"))
        assert page.status_code == 200
        for canary in ("Kanariakuja 7", "44123", "000 777 8889"):
            assert (canary in page.content.decode()) is shown[name], f"{name} {canary}"
        # Nor when the form comes back with an error.
        data = form_of(page) | {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}
        again = signed_in(user).post(url(shelter, "edit"), data)
        assert again.status_code == 200
        assert ("Kanariakuja 7" in again.content.decode()) is shown[name]


@pytest.mark.parametrize("field", ["person_name", "phone", "direct_phone", "email"])
def test_lists_are_not_ordered_by_a_field_with_a_level(own, user_of, signed_in, url, field):
    """The order of two rows would tell which of two hidden values is the smaller one."""
    section = signed_in(user_of(RoleKey.SECTION_EDITOR))
    for title, value in (("Aapo", "9"), ("Bertta", "1")):
        values = {field: f"{value}00 000 0001", f"{field}_audience": "admins"}
        models.Contact.objects.create(
            **{"role_title_fi": title, "organisation": own.organisation, "phone": "1"} | values
        )
    orders = []
    for ordering in (field, f"-{field}"):
        page = section.get(url(models.Contact, "list"), {"ordering": ordering}).content.decode()
        orders.append(page.index("Aapo") < page.index("Bertta"))
    assert orders == [True, True]


def test_filters_know_no_hidden_field(own, user_of, signed_in, url):
    """A lookup typed into the address narrows nothing down."""
    models.Contact.objects.filter(pk=own.contact.pk).update(
        direct_phone="000 444 5556", direct_phone_audience="admins"
    )
    other = user_of(RoleKey.MUNICIPAL_EDITOR, "toinen")
    keeps(other, own.organisation)
    client = signed_in(other)
    for query in (
        {"direct_phone": "x"},
        {"direct_phone__startswith": "999"},
        {"contact__direct_phone": "x"},
    ):
        page = client.get(url(models.Contact, "list"), query).content.decode()
        assert str(own.contact) in page
