"""Files of contacts below pages: who gets which rows, and who gets nothing."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from support.html import soup
from wagtail.models import PageViewRestriction

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Contact, Organisation, ServiceClass
from soskes_wagtail.sections.models import ArticlePage

SECRET = "Salainen"
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def pages(network):
    return [network.section, network.directory, network.municipality_page(network.aanekoski)]


def texts(client, page, *contacts):
    """Everything that the files below a page say."""
    found = []
    for kind in ("csv", "xlsx"):
        answer = client.get(f"{page.url}yhteystiedot/{kind}/")
        assert answer.status_code == 200
        found.append(rows(answer, kind))
    for contact in contacts:
        answer = client.get(f"{page.url}yhteystiedot/vcard/{contact.pk}/")
        assert answer.status_code in (200, 404)
        found.append(answer.content.decode())
    return str(found)


def rows(answer, kind):
    if kind == "csv":
        text = answer.content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return [[value or "" for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize(
    ("audience", "reader_sees", "admin_sees"),
    [("public", True, True), ("members", True, True), ("admins", False, True)],
)
def test_a_contact_is_for_its_audience_only(
    network, pages, member, person, role, audience, reader_sees, admin_sees
):
    contact = network.contact(SECRET, [network.aanekoski], audience=audience)

    def seen():
        found = {SECRET in texts(member, page, contact) for page in pages}
        for page in pages:
            kinds = [SECRET in texts(member, page), SECRET in texts(member, page, contact)]
            assert kinds[0] == kinds[1]
        assert len(found) == 1
        return found.pop()

    assert seen() is reader_sees
    member.force_login(person("boss", role(RoleKey.ADMINISTRATOR)))
    assert seen() is admin_sees
    member.logout()
    assert seen() is (audience == "public")
    member.force_login(person("outsider"))
    assert seen() is (audience == "public")


def test_what_pages_do_not_name_files_do_not_either(network, pages, member):
    hidden = Organisation.objects.create(
        type="association", name_fi=f"{SECRET} yhdistys", audience="admins"
    )
    shelter = network.unit(f"{SECRET} turvakoti", network.aanekoski, audience="admins")
    contacts = [
        network.contact(f"{SECRET} neuvoja", [network.aanekoski], organisation=hidden),
        network.contact(f"{SECRET} entinen", [network.aanekoski], valid_to=YESTERDAY),
        network.contact("Päivystäjä", [network.aanekoski], unit=shelter),
    ]
    for page in pages:
        found = texts(member, page, *contacts)
        assert SECRET not in found
        assert "Päivystäjä" in found


def test_a_field_is_for_those_who_are_shown_it(network, pages, member):
    contact = network.contact(
        "Päivystäjä",
        [network.aanekoski],
        phone="014 266 0000",
        direct_phone="014 266 9999",
        person_name=SECRET,
        direct_phone_audience="members",
        person_name_audience="admins",
        audience="public",
    )
    for page in pages:
        found = texts(member, page, contact)
        assert "014 266 9999" in found
        assert "+358142669999" in found
        assert SECRET not in found
    member.logout()
    for page in pages:
        found = texts(member, page, contact)
        assert "014 266 0000" in found
        assert "9999" not in found


def test_a_closed_page_closes_its_files(closed, pages, client, person):
    contact = closed.contact("Julkinen", [closed.aanekoski], audience="public")
    for user in (None, person("outsider")):
        if user:
            client.force_login(user)
        for page in pages:
            for end in ("csv", "xlsx", f"vcard/{contact.pk}"):
                answer = client.get(f"{page.url}yhteystiedot/{end}/")
                assert answer.status_code == 302
                assert "login" in answer["Location"]


def test_a_page_closed_by_itself_or_unpublished_gives_nothing(network, pages, member, close):
    for page in pages:
        close(page, PageViewRestriction.PASSWORD, password="x")
        assert "Rooli" not in member.get(f"{page.url}yhteystiedot/csv/").content.decode()
        page = network.fresh(page)
        page.unpublish()
        assert member.get(f"{page.url}yhteystiedot/csv/").status_code == 404


def test_each_page_has_its_own_rows(network, pages, member):
    other = ServiceClass.objects.create(code="P4", name_fi="Muut palvelut")
    network.contact("Oma", [network.aanekoski])
    network.contact("Koko alueen", [network.county], [other])
    network.contact("Naapurin", [network.jyvaskyla])
    section, directory, municipality = pages

    def roles(page):
        answer = member.get(f"{page.url}yhteystiedot/csv/")
        return [row[0] for row in rows(answer, "csv")[1:]]

    assert roles(section) == ["Naapurin", "Oma"]
    assert roles(directory) == ["Koko alueen", "Naapurin", "Oma"]
    assert roles(municipality) == ["Koko alueen", "Oma"]


def test_a_row_says_it_all_and_alike_in_both_files(network, pages, member):
    network.contact(
        "Sosiaalityöntekijä",
        [network.jyvaskyla, network.aanekoski],
        person_name="Aino Esimerkki",
        phone="014 266 0000",
        email="ls@esimerkki.example",
        note_fi="=1+1",
        checked_on=datetime.date(2026, 11, 2),
        is_example=True,
    )
    answer = member.get(f"{pages[2].url}yhteystiedot/csv/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="soskes-aanekoski.csv"'
    assert "private" in answer["Cache-Control"]
    header, row = rows(answer, "csv")
    found = dict(zip(header, row, strict=True))
    for words in (
        "Sosiaalityöntekijä",
        "Aino Esimerkki",
        "014 266 0000",
        "ls@esimerkki.example",
        "Hyvinvointialue",
        "Jyväskylä, Äänekoski",
        "Lastensuojelu",
        "'=1+1",
        "2.11.2026",
    ):
        assert words in found.values()
    assert rows(member.get(f"{pages[2].url}yhteystiedot/xlsx/"), "xlsx") == [header, row]


def test_the_vcard_is_linked_from_the_contact(network, pages, member):
    contact = network.contact("Sosiaalityöntekijä", [network.aanekoski])
    for page, query in ((pages[0], "?kunta=aanekoski"), (pages[2], "")):
        url = f"{page.url}yhteystiedot/vcard/{contact.pk}/"
        shown = soup(member.get(f"{page.url}{query}"))
        assert shown.select_one(f'.soskes-no-print a[href="{url}"]')
        answer = member.get(url)
        assert answer["Content-Type"] == "text/vcard; charset=utf-8"
        assert 'filename="sosiaalityontekija.vcf"' in answer["Content-Disposition"]
        assert b"TITLE:Sosiaality" in answer.content
    assert member.get(f"{pages[0].url}yhteystiedot/vcard/999999/").status_code == 404
    assert member.get(f"{pages[0].url}yhteystiedot/vcard/{'9' * 30}/").status_code == 404


def test_pages_link_their_files(network, pages, member):
    network.contact("Sosiaalityöntekijä", [network.aanekoski])
    for page in pages:
        answer = soup(member.get(page.url))
        for kind in ("csv", "xlsx"):
            url = f"{page.url}yhteystiedot/{kind}/"
            assert answer.select_one(f'.soskes-no-print a[href="{url}"]')


def test_a_former_municipality_leads_on(network, member):
    page = network.municipality_page(network.aanekoski)
    area = network.aanekoski
    area.valid_to, area.successor = YESTERDAY, network.jyvaskyla
    area.save()
    answer = member.get(f"{page.url}yhteystiedot/csv/")
    assert answer.status_code == 301
    assert answer["Location"] == network.municipality_page(network.jyvaskyla).url


def test_pages_below_win_over_files(network, member):
    above = network.page(network.section, "Yhteystiedot", ArticlePage, slug="yhteystiedot")
    below = network.page(above, "CSV", ArticlePage, slug="csv")
    assert b"<h1>CSV</h1>" in member.get(below.url).content
    assert member.get(f"{network.section.url}yhteystiedot/xlsx/").status_code == 200


def test_a_hundred_times_more_rows_take_no_more_queries(network, pages, member):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert member.get(f"{pages[2].url}yhteystiedot/csv/").status_code == 200
        return len(captured)

    network.contact("Yksi", [network.aanekoski])
    queries()
    few = queries()
    Contact.objects.bulk_create(
        Contact(role_title_fi=f"Työntekijä {i}", organisation=network.county_org, phone="014 1 22")
        for i in range(300)
    )
    assert queries() == few
