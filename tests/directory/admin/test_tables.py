"""Import from a file in the admin: own rows only, nothing before one says so, and only once."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import (
    Contact,
    Membership,
    Organisation,
    TableUpload,
)
from soskes_wagtail.directory_snippets.sheets.kinds import KINDS

HEAD = "id;role_title_fi;phone;organisation\n"


def send(client, text, organisation=None, kind="contacts", name="rivit.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    data = {"kind": kind, "file": SimpleUploadedFile(name, content)}
    if organisation is not None:
        data["organisation"] = organisation.pk
    return client.post(reverse("soskes_tables:upload"), data)


def sent(client, text, organisation=None, **more):
    """Send a table and open its preview."""
    response = send(client, text, organisation, **more)
    assert response.status_code == 302, response.content.decode()
    return client.get(response.url)


def confirm(client, page, form_of, **more):
    data = form_of(page, "main form[method=post]")
    return client.post(page.request["PATH_INFO"], data | more)


def test_rows_are_looked_at_then_written_once(editor, own, signed_in, form_of):
    client = signed_in(editor)
    page = sent(client, HEAD + ";Uusi työntekijä;000 000 0011;\n", own.organisation)
    assert "Uusi työntekijä" in page.content.decode()
    assert not Contact.objects.filter(role_title_fi="Uusi työntekijä").exists()
    for _twice in range(2):
        assert confirm(client, page, form_of).status_code == 302
    made = Contact.objects.get(role_title_fi="Uusi työntekijä")
    assert made.organisation == own.organisation
    entry = ModelLogEntry.objects.get(object_id=str(made.pk), content_type__model="contact")
    assert (entry.user, entry.action) == (editor, "wagtail.create")
    upload = TableUpload.objects.get()
    assert upload.table == {} and upload.written_at
    assert client.get(page.request["PATH_INFO"]).status_code == 200


def test_what_changed_since_is_shown_again(editor, own, signed_in, form_of):
    client = signed_in(editor)
    text = f"id;phone\ncontact-{own.contact.pk};000 000 0011\n"
    page = sent(client, text, own.organisation)
    Contact.objects.filter(pk=own.contact.pk).update(phone="000 000 0077")
    again = confirm(client, page, form_of)
    assert again.status_code == 200 and "000 000 0077" in again.content.decode()
    own.contact.refresh_from_db()
    assert own.contact.phone == "000 000 0077"
    assert TableUpload.objects.get().written_at is None
    assert confirm(client, again, form_of).status_code == 302
    own.contact.refresh_from_db()
    assert own.contact.phone == "000 000 0011"


@pytest.mark.parametrize("seen", [None, "", "0" * 64])
def test_nobody_confirms_what_they_have_not_seen(editor, own, signed_in, seen):
    client = signed_in(editor)
    page = sent(client, HEAD + ";Uusi;000 000 0011;\n", own.organisation)
    data = {} if seen is None else {"seen": seen}
    assert client.post(page.request["PATH_INFO"], data).status_code == 200
    assert not Contact.objects.filter(role_title_fi="Uusi").exists()


def test_foreign_rows_can_be_neither_changed_nor_made(editor, own, foreign, signed_in, form_of):
    client = signed_in(editor)
    rows = (
        f"contact-{foreign.contact.pk};Kaapattu;000 000 0011;\n"
        f"{foreign.hidden.pk};Kaapattu;000 000 0011;\n"
        ";Ujutettu;000 000 0011;Jyväskylän kaupunki\n"
        f";Ujutettu;000 000 0012;organisation-{foreign.organisation.pk}\n"
        f"contact-{own.contact.pk};Oma;000 000 0011;Jyväskylän kaupunki\n"
    )
    page = sent(client, HEAD + rows, own.organisation)
    text = page.content.decode()
    assert "Salainen yhteys" not in text and foreign.contact.phone not in text
    confirm(client, page, form_of, partial="yes")
    assert not Contact.objects.filter(role_title_fi__in=["Kaapattu", "Ujutettu", "Oma"]).exists()
    # Nor through the organisation of the form.
    assert send(client, HEAD + ";Uusi;1;\n", foreign.organisation).status_code == 200
    assert send(client, HEAD + ";Uusi;1;\n").status_code == 200


def test_rows_below_the_own_organisation_are_own(editor, own, signed_in, form_of):
    client = signed_in(editor)
    page = sent(client, HEAD + ";Uusi;000 000 0011;Perusturva\n", own.organisation)
    confirm(client, page, form_of)
    assert Contact.objects.get(role_title_fi="Uusi").organisation == own.department


def test_wrong_rows_are_left_only_when_asked(editor, own, signed_in, form_of):
    client = signed_in(editor)
    page = sent(client, HEAD + ";Hyvä;000 000 0011;\n;Paha;soita;\n", own.organisation)
    assert "Paha" in page.content.decode()
    assert client.post(page.request["PATH_INFO"], form_of(page, "main form[method=post]"))
    assert not Contact.objects.filter(role_title_fi__in=["Hyvä", "Paha"]).exists()
    confirm(client, page, form_of, partial="yes")
    assert Contact.objects.filter(role_title_fi="Hyvä").exists()
    assert not Contact.objects.filter(role_title_fi="Paha").exists()


def test_hidden_fields_are_not_in_files_and_cannot_be_changed(editor, own, signed_in):
    Contact.objects.filter(pk=own.contact.pk).update(
        direct_phone="000 000 0099", direct_phone_audience="admins"
    )
    client = signed_in(editor)
    address = reverse("soskes_tables:rows", args=["contacts", "csv"])
    content = client.get(address).content
    assert b"000 000 0099" not in content and own.contact.role_title_fi.encode() in content
    page = sent(client, content, own.organisation)
    assert "000 000 0099" not in page.content.decode()
    assert not page.context["changed"] and not page.context["refused"]
    text = f"id;direct_phone\ncontact-{own.contact.pk};000 000 0011\n"
    page = sent(client, text, own.organisation)
    assert page.context["refused"] and "000 000 0099" not in page.content.decode()


def test_uploads_are_their_senders_own(editor, own, user_of, admin_user, signed_in):
    page = sent(signed_in(editor), HEAD + ";Uusi;000 000 0011;\n", own.organisation)
    address = page.request["PATH_INFO"]
    others = [user_of(RoleKey.MUNICIPAL_EDITOR, "toinen"), admin_user]
    for other in others:
        client = signed_in(other)
        assert client.get(address).status_code == 404
        assert client.post(address, {"seen": page.context["plan"].fingerprint}).status_code == 404
    assert not Contact.objects.filter(role_title_fi="Uusi").exists()


def test_rights_are_asked_again_when_it_is_written(editor, own, signed_in, form_of):
    client = signed_in(editor)
    page = sent(client, HEAD + ";Uusi;000 000 0011;\n", own.organisation)
    Membership.objects.filter(user=editor).delete()
    assert confirm(client, page, form_of).status_code == 200
    editor.groups.clear()
    assert confirm(client, page, form_of).status_code == 302
    assert not Contact.objects.filter(role_title_fi="Uusi").exists()


@pytest.mark.parametrize("who", ["reader", "moderator", "anonymous"])
def test_others_pass_nowhere(who, own, editor, user_of, signed_in, client):
    page = sent(signed_in(editor), HEAD + ";Uusi;000 000 0011;\n", own.organisation)
    if who != "anonymous":
        client = signed_in(user_of(RoleKey(who)))
    addresses = [reverse("soskes_tables:upload"), page.request["PATH_INFO"]]
    for kind in KINDS:
        for form in ("csv", "xlsx"):
            addresses.append(reverse("soskes_tables:template", args=[kind, form]))
            addresses.append(reverse("soskes_tables:rows", args=[kind, form]))
    for address in addresses:
        for method in (client.get, client.post):
            assert method(address).status_code in (302, 404, 405), address
    assert "soskes-tables" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_only_administrators_send_organisations(editor, own, admin_user, signed_in, form_of):
    text = "name_fi;type;parent\nUusi osasto;municipality;Äänekosken kaupunki\n"
    client = signed_in(editor)
    assert send(client, text, own.organisation, kind="organisations").status_code == 200
    for view in ("template", "rows"):
        address = reverse(f"soskes_tables:{view}", args=["organisations", "csv"])
        assert client.get(address).status_code == 404
    client = signed_in(admin_user)
    page = sent(client, text, kind="organisations")
    assert confirm(client, page, form_of).status_code == 302
    assert own.organisation.children.filter(name_fi="Uusi osasto").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\0\0", b"PK\x03\x04 rikki", b"kissa;koira\n1;2\n", b"id;phone;phone\n1;2;3\n"],
)
def test_bad_files_get_a_sentence(editor, own, signed_in, content):
    response = send(signed_in(editor), content, own.organisation)
    assert response.status_code == 200 and response.context["form"].errors["file"]
    assert not TableUpload.objects.exists()


def test_a_file_of_another_kind_is_told_so(editor, own, signed_in):
    text = "name_fi;street_fi;postal_code\nA;B;44100\n"
    response = send(signed_in(editor), text, own.organisation, kind="contacts")
    assert response.context["form"].errors["file"]


def test_old_previews_are_forgotten(editor, own, signed_in):
    client = signed_in(editor)
    sent(client, HEAD + ";Uusi;000 000 0011;\n", own.organisation)
    TableUpload.objects.update(created_at=timezone.now() - datetime.timedelta(days=2))
    sent(client, HEAD + ";Uudempi;000 000 0011;\n", own.organisation)
    assert TableUpload.objects.count() == 1


def test_preview_costs_the_same_for_many_rows(editor, own, signed_in):
    client = signed_in(editor)

    def queries(number):
        rows = "".join(f";Työntekijä {n};000 000 {n:04};\n" for n in range(number))
        address = send(client, HEAD + rows, own.organisation).url
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    assert queries(10) == queries(500)


def test_the_menu_and_the_list_lead_there(editor, own, signed_in, url):
    client = signed_in(editor)
    address = reverse("soskes_tables:upload")
    page = client.get(url(Contact, "list")).content.decode()
    assert f"{address}?kind=contacts" in page and "soskes-tables" in page
    assert f"{address}?kind=" not in client.get(url(Organisation, "list")).content.decode()
    assert client.get(address, {"kind": "units"}).context["form"].initial["kind"] == "units"
