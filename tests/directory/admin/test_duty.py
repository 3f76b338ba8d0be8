"""Deputies and absences in the form of a contact."""

import datetime

from soskes_wagtail.directory_snippets.models import ContactAbsence

FIRST, LAST = datetime.date(2026, 12, 3), datetime.date(2026, 12, 10)


def save(client, address, form_of, **changes):
    return client.post(address, form_of(client.get(address)) | changes)


def test_an_editor_enters_a_deputy_and_an_absence(own, editor, signed_in, url, form_of):
    client, address = signed_in(editor), url(own.contact, "edit")
    absence = {
        "absences-TOTAL_FORMS": "1",
        "absences-0-first_day": FIRST.isoformat(),
        "absences-0-last_day": LAST.isoformat(),
        "absences-0-ORDER": "1",
    }
    answer = save(
        client, address, form_of, deputy=own.department_contact.pk, is_duty_line="on", **absence
    )
    assert answer.status_code == 302
    own.contact.refresh_from_db()
    assert own.contact.deputy == own.department_contact
    assert own.contact.is_duty_line
    (saved,) = ContactAbsence.objects.filter(contact=own.contact)
    assert (saved.first_day, saved.last_day) == (FIRST, LAST)


def test_the_form_says_what_is_wrong_with_a_deputy(own, editor, signed_in, url, form_of):
    client, address = signed_in(editor), url(own.contact, "edit")
    assert save(client, address, form_of, deputy=own.contact.pk).status_code == 200
    own.contact.refresh_from_db()
    assert own.contact.deputy is None


def test_a_deputy_only_administrators_see_cannot_be_chosen(
    own, foreign, editor, signed_in, url, form_of
):
    client, address = signed_in(editor), url(own.contact, "edit")
    assert save(client, address, form_of, deputy=foreign.hidden.pk).status_code == 200
    assert save(client, address, form_of, deputy=foreign.contact.pk).status_code == 302
