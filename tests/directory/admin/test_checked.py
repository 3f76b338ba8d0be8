"""Saying of many rows at once that they are right."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets import models


def address(model, *records, ids=None):
    base = reverse(
        "wagtail_bulk_action", args=["soskes_directory", model._meta.model_name, "checked"]
    )
    return base + "?" + "&".join(f"id={pk}" for pk in ids or [row.pk for row in records])


def checked(model):
    return set(model.objects.filter(checked_on=timezone.localdate()))


@pytest.mark.parametrize("kind", ["contact", "unit", "channel"])
def test_own_rows_are_marked_and_others_are_neither_marked_nor_named(
    signed_in, editor, own, foreign, kind
):
    client, row, other = signed_in(editor), getattr(own, kind), getattr(foreign, kind)
    model = type(row)
    page = client.get(address(model, row, other))
    assert page.status_code == 200
    assert str(row) in page.content.decode() and str(other) not in page.content.decode()
    assert not checked(model)
    assert client.post(address(model, row, other)).status_code == 302
    assert checked(model) == {row}
    entry = ModelLogEntry.objects.get(action="wagtail.edit", object_id=row.pk)
    assert entry.user == editor


def test_all_means_all_own(signed_in, editor, own, foreign):
    client = signed_in(editor)
    assert client.post(address(models.Contact, ids=["all"])).status_code == 302
    assert checked(models.Contact) == {own.contact, own.department_contact}


def test_it_is_in_the_list_for_editors(signed_in, editor, own, url):
    page = signed_in(editor).get(url(models.Contact, "list")).content.decode()
    assert "/checked/" in page


@pytest.mark.parametrize("ids", [["x", ""], ["0"], ["9" * 30]])
def test_nonsense_is_no_broken_page(signed_in, editor, own, ids):
    client = signed_in(editor)
    assert client.get(address(models.Contact, ids=ids)).status_code < 500
    assert client.post(address(models.Contact, ids=ids)).status_code < 500
    assert not checked(models.Contact)


def test_a_reader_marks_nothing(client, person, role, own):
    client.force_login(person("lukija", role(RoleKey.READER)))
    client.post(address(models.Contact, own.contact))
    assert not checked(models.Contact)
