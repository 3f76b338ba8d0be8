"""Records withdrawn from PTV: listed for those who keep them, with what to do."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from soskes_wagtail.access import RoleKey, visible_to
from soskes_wagtail.directory_snippets import models

REPORT = "soskes_withdrawn"


def withdraw(*records):
    for record in records:
        record.ptv_id, record.withdrawn_at = uuid.uuid4(), timezone.now()
        record.save()


@pytest.fixture
def withdrawn(own, foreign):
    withdraw(own.unit, own.channel, own.service, own.department, foreign.unit)


def words(message: str) -> str:
    """A text as the admin of the tests says it."""
    with override("fi"):
        return gettext(message)


def names(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [tag.get_text(" ", strip=True) for tag in page.select("td.title")]


def test_an_editor_sees_own_rows_and_what_to_do(editor, own, signed_in, withdrawn):
    page = signed_in(editor).get(reverse(REPORT))
    found = names(page)
    assert len(found) == 4 and "Toimipiste Äänekosken kaupunki" in found
    assert "Jyväskylän" not in page.content.decode()
    assert words("Nothing uses it: it can be deleted.") in page.content.decode()
    link = BeautifulSoup(page.content, "html.parser").select_one("td.title a")
    assert signed_in(editor).get(link["href"]).status_code == 200


def test_an_administrator_sees_all(admin_user, signed_in, withdrawn):
    assert len(names(signed_in(admin_user).get(reverse(REPORT)))) == 5


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_own_rows_only(editor, signed_in, withdrawn, kind):
    answer = signed_in(editor).get(reverse(REPORT), {"export": kind})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    if kind == "csv":
        assert content.decode().count("Äänekosken") >= 3 and "Jyväskylän" not in content.decode()


def test_the_home_of_the_admin_counts_them(editor, signed_in, user_of, withdrawn, own):
    home = signed_in(editor).get(reverse("wagtailadmin_home")).content.decode()
    line = BeautifulSoup(home, "html.parser").select_one(f"main a[href='{reverse(REPORT)}']")
    assert "4 " in line.text and "PTV" in line.text
    other = user_of(RoleKey.MUNICIPAL_EDITOR, "muu")
    home = signed_in(other).get(reverse("wagtailadmin_home")).content.decode()
    assert not BeautifulSoup(home, "html.parser").select(f"main a[href='{reverse(REPORT)}']")


def test_others_are_sent_away(user_of, signed_in, client, withdrawn):
    moderator = signed_in(user_of(RoleKey.MODERATOR))
    for visitor in (client, moderator, signed_in(user_of(RoleKey.READER))):
        assert visitor.get(reverse(REPORT)).status_code == 302


def test_readers_see_none_of_them_and_none_is_lost(user_of, own, withdrawn):
    reader = user_of(RoleKey.READER)
    for record in (own.unit, own.channel, own.department):
        assert not visible_to(reader, type(record).objects.filter(pk=record.pk)).exists()
        assert type(record).objects.filter(pk=record.pk).exists()


def test_the_form_says_so(editor, own, signed_in, url, withdrawn):
    page = signed_in(editor).get(url(own.unit, "edit")).content.decode()
    assert words("PTV has withdrawn it, so readers do not see it.") in page
    page = BeautifulSoup(signed_in(editor).get(url(models.Unit, "list")).content, "html.parser")
    assert words("withdrawn from PTV") in page.select_one("main table").get_text()


def test_a_copy_is_neither_ptvs_nor_withdrawn(editor, own, signed_in, url, form_of, withdrawn):
    client, address = signed_in(editor), url(own.unit, "copy")
    data = form_of(client.get(address)) | {"name_fi": "Kopio"}
    assert client.post(address, data).status_code == 302
    copy = models.Unit.objects.get(name_fi="Kopio")
    assert copy.ptv_id is None and copy.withdrawn_at is None


def test_queries_do_not_grow(editor, own, signed_in, withdrawn):
    def queries():
        client = signed_in(editor)
        client.get(reverse(REPORT))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(REPORT))
        return len(seen)

    few = queries()
    models.Unit.objects.bulk_create(
        models.Unit(
            name_fi=f"Talo {number}",
            organisation=own.organisation,
            ptv_id=uuid.uuid4(),
            withdrawn_at=timezone.now(),
        )
        for number in range(200)
    )
    assert queries() <= few
