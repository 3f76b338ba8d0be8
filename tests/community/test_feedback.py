"""Feedback: anonymous where it says so, nothing for programs, read by whom it concerns."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from django.core import mail, signing
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from support.network import close, groups, locales, make, person, role, root
from support.xss import PAYLOADS, dangers
from wagtail.models import GroupPagePermission, Page

from soskes_wagtail.access import RoleKey, visible_to
from soskes_wagtail.community.feedback import guard
from soskes_wagtail.community.feedback.install import role_permissions
from soskes_wagtail.community.feedback.models import Feedback, FeedbackAnswer
from soskes_wagtail.community.feedback.pages import FeedbackPage
from soskes_wagtail.directory_snippets.models import Area, Licence, Membership, Organisation
from soskes_wagtail.install.roles import _permission
from soskes_wagtail.person_data import person_data
from soskes_wagtail.sections.models import ArticlePage, ServiceSectionPage, SosKesHomePage

__all__ = ["close", "groups", "locales", "make", "person", "role", "root"]

INBOX = "/admin/soskes/feedback/"


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    with translation.override("fi"):
        yield


@pytest.fixture
def home(root, make):
    return make(root, "SosKes", SosKesHomePage)


@pytest.fixture
def section(home, make):
    return make(home, "Lastensuojelu", ServiceSectionPage, slug="lastensuojelu")


@pytest.fixture
def article(section, make):
    return make(section, "Ohje", ArticlePage)


@pytest.fixture
def feedback_page(home, make):
    return make(home, "Palaute", FeedbackPage, slug="palaute")


@pytest.fixture
def reader(client, person, role):
    user = person("lukija", role(RoleKey.READER), email="lukija@esimerkki.example")
    client.force_login(user)
    return user


@pytest.fixture
def worker(person, role):
    """worker(RoleKey, name): a browser of somebody with the permissions of the installation."""

    def make_worker(key, name="tekija"):
        group = role(key)
        names = ["wagtailadmin.access_admin", *role_permissions().get(key, [])]
        group.permissions.add(*(_permission(each) for each in names))
        browser = Client()
        browser.user = person(name, group, email=f"{name}@esimerkki.example")
        browser.force_login(browser.user)
        return browser

    return make_worker


def opened(seconds=60):
    moment = timezone.now().timestamp() - seconds
    return signing.dumps(moment, salt="soskes.feedback.opened")


def data(**fields):
    return {"soskes_action": "feedback"} | guarded(**fields)


def guarded(**fields):
    fields = {"opened": opened(), "website": ""} | fields
    return {f"palaute-{name}": value for name, value in fields.items()}


def message(**fields):
    fields = {"kind": "system", "text": "Hyvä järjestelmä", "signed": "no"} | fields
    return guarded(**fields)


def test_every_page_asks_and_yes_is_one_click(client, reader, article):
    text = client.get(article.url).content.decode()
    assert 'name="palaute-verdict" value="yes"' in text
    token = re.search(r'name="palaute-opened" value="([^"]+)"', text)[1]
    assert not guard.took_its_time(token)
    response = client.post(article.url, data(verdict="yes"))
    assert response.status_code == 302 and response.url == article.url
    stored = Feedback.objects.get()
    assert (stored.kind, stored.state, stored.page_id) == ("useful", "closed", article.pk)
    assert "Kiitos" in client.get(article.url).content.decode()


def test_what_is_wrong_goes_to_the_section_and_the_owner(client, reader, article, section, person):
    Page.objects.filter(pk=article.pk).update(owner=person("omistaja"))
    client.post(article.url, data(verdict="wrong", text="Numero on vanha"))
    stored = Feedback.objects.get()
    assert (stored.kind, stored.text, stored.state) == ("wrong", "Numero on vanha", "new")
    assert (stored.section_id, stored.owner.username) == (section.pk, "omistaja")


def test_anonymous_feedback_holds_nothing_of_its_sender(client, reader, article, feedback_page):
    client.post(article.url, data(verdict="wrong", text="Numero on vanha"))
    client.post(feedback_page.url, message(name="Lukija", email="lukija@esimerkki.example"))
    assert Feedback.objects.count() == 2
    for row in Feedback.objects.all():
        values = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
        assert row.is_anonymous and values["user"] is None
        assert values["email"] == values["name"] == ""
        assert isinstance(values["day"], datetime.date)
        # Not even a time: no column holds one.
        assert not [v for v in values.values() if isinstance(v, datetime.datetime)]
        assert "lukija" not in str(values).lower().replace("lukija-", "")


def test_signed_feedback_can_be_answered(client, reader, feedback_page, worker):
    fields = {"signed": "yes", "name": "Lukija", "email": "l@esimerkki.example"}
    client.post(feedback_page.url, message(wants_answer="on", **fields))
    stored = Feedback.objects.get()
    assert (stored.user, stored.wants_answer) == (reader, True)
    admin = worker(RoleKey.ADMINISTRATOR)
    shown = admin.get(f"{INBOX}edit/{stored.pk}/").content.decode()
    assert "Hyvä järjestelmä" in shown and "mailto:l@esimerkki.example" in shown
    response = admin.post(f"{INBOX}answer/{stored.pk}/", {"text": "Kiitos, korjattu."})
    assert response.status_code == 302
    (sent,) = mail.outbox
    assert sent.to == ["l@esimerkki.example"] and "Kiitos, korjattu." in sent.body
    assert sent.reply_to == ["tekija@esimerkki.example"]
    stored.refresh_from_db()
    assert stored.state == "answered" and FeedbackAnswer.objects.get().by == admin.user


def test_an_answer_is_not_lost_when_the_mail_server_is_down(worker, monkeypatch):
    stored = Feedback.objects.create(kind="system", text="x", email="l@esimerkki.example")
    admin = worker(RoleKey.ADMINISTRATOR)

    def refuse(*args, **kwargs):
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(EmailMessage, "send", refuse)
    response = admin.post(f"{INBOX}answer/{stored.pk}/", {"text": "Pitkä vastaus"})
    assert response.status_code == 200 and "Pitkä vastaus" in response.content.decode()
    assert not FeedbackAnswer.objects.exists()
    stored.refresh_from_db()
    assert stored.state == "new"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "Asiakas 131052-308T soitti"},
        {"text": "Asiakas 131052<b>-</b>308T"},
        {"text": "x" * 5000},
        {"text": "x\x00y"},
        {"kind": "other"},
        {"signed": "yes", "email": ""},
        {"signed": "yes", "email": "a@b\nBcc: c@d.example"},
        {"signed": "yes", "email": "l@esimerkki.example", "name": "131052-308T"},
        {"signed": "no", "wants_answer": "on"},
        {"website": "http://spam.example"},
        {"opened": ""},
        {"opened": "x"},
    ],
)
def test_wrong_input_is_refused_and_what_was_written_stays(client, reader, feedback_page, wrong):
    response = client.post(feedback_page.url, message(**{"text": "Hyvä teksti"} | wrong))
    assert response.status_code == 200
    page = response.content.decode()
    assert "soskes-field__error" in page
    if "text" not in wrong:
        assert "Hyvä teksti" in page
    assert not Feedback.objects.exists()


def test_a_program_is_too_quick_and_an_old_form_too_old(client, reader, article):
    for token in (opened(0), opened(-100), signing.dumps(1, salt="other")):
        client.post(article.url, data(verdict="wrong", text="Spam", opened=token))
    assert not Feedback.objects.exists()
    # Sending the same form again is not too quick any more.
    token = opened(0)
    page = client.post(article.url, data(verdict="wrong", text="Oikea asia", opened=token))
    text = page.content.decode()
    assert token in text and "Oikea asia" in text


def test_one_sender_cannot_fill_the_inbox(client, reader, article):
    for _ in range(guard.LIMIT + 5):
        response = client.post(article.url, data(verdict="wrong", text="Yhä uudestaan"))
    assert Feedback.objects.count() == guard.LIMIT
    assert response.status_code == 200 and "Yhä uudestaan" in response.content.decode()


def test_visitors_without_an_account_may_say_it_too(client, article, feedback_page):
    assert client.post(article.url, data(verdict="wrong", text="Vieras")).status_code == 302
    assert client.post(feedback_page.url, message()).status_code == 302
    assert Feedback.objects.count() == 2


def test_feedback_on_a_closed_page_is_for_those_who_see_it(client, article, close, groups):
    close(article, "groups", [groups["a"]])
    assert client.post(article.url, data(verdict="wrong", text="x")).status_code == 302
    assert not Feedback.objects.exists()


def test_the_token_is_asked_for(reader, article, feedback_page):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(reader)
    for url, sent in ((article.url, data(verdict="yes")), (feedback_page.url, message())):
        assert careful.post(url, sent).status_code == 403
    assert not Feedback.objects.exists()


def test_who_reads_what(home, section, make, role, worker, person):
    other = make(home, "Muu", ServiceSectionPage, slug="muu")
    area = Area.objects.create(kind="municipality", code="992", name_fi="Äänekoski")
    section_editor = worker(RoleKey.SECTION_EDITOR, "osio")
    GroupPagePermission.objects.create(
        group=role(RoleKey.SECTION_EDITOR),
        page=Page.objects.get(pk=section.pk),
        permission=Permission.objects.get(
            content_type__app_label="wagtailcore", codename="change_page"
        ),
    )
    municipal = worker(RoleKey.MUNICIPAL_EDITOR, "kunta")
    town = Organisation.objects.create(type="municipality", name_fi="Äänekoski", area=area)
    Licence.objects.create(organisation=town, valid_from=datetime.date(2020, 1, 1), seats=9)
    Membership.objects.create(user=municipal.user, organisation=town, role=RoleKey.MUNICIPAL_EDITOR)
    made = {
        "own section": Feedback.objects.create(kind="wrong", text="A", section_id=section.pk),
        "other section": Feedback.objects.create(kind="wrong", text="B", section_id=other.pk),
        "area": Feedback.objects.create(kind="wrong", text="C", area=area),
        "given": Feedback.objects.create(kind="system", text="D", owner=municipal.user),
        "nobody's": Feedback.objects.create(kind="project", text="E"),
    }

    def reads(browser):
        rows = set(visible_to(browser.user, Feedback.objects.all()).values_list("text", flat=True))
        listed = browser.get(INBOX)
        shown = set()
        if listed.status_code == 200:
            shown = {
                row.text
                for row in made.values()
                if f"{INBOX}edit/{row.pk}/" in listed.content.decode()
            }
        assert shown == rows
        return "".join(sorted(rows))

    assert reads(section_editor) == "A"
    assert reads(municipal) == "CD"
    assert reads(worker(RoleKey.ADMINISTRATOR, "yllapito")) == "ABCDE"
    assert reads(worker(RoleKey.READER, "lukija2")) == ""
    foreign = made["other section"].pk
    for address in (f"edit/{foreign}/", f"delete/{foreign}/", f"answer/{foreign}/"):
        for method in (section_editor.get, section_editor.post):
            response = method(f"{INBOX}{address}", {"text": "x", "state": "closed"})
            assert response.status_code in (302, 403, 404)
            assert "B" not in re.findall(r"<p>(\w)</p>", response.content.decode())
    assert Feedback.objects.get(pk=foreign).state == "new"
    assert ";B\r\n" not in section_editor.get(f"{INBOX}messages.csv").content.decode("utf-8-sig")
    assert person


@pytest.mark.parametrize("address", ["", "statistics/", "statistics.csv", "messages.csv", "new/"])
def test_readers_have_no_business_in_the_inbox(client, reader, address):
    assert client.get(f"{INBOX}{address}").status_code in (302, 403, 404)


def test_figures_by_page_and_month_with_a_table(worker, article):
    day = datetime.date(2026, 10, 5)
    for kind, number in (("useful", 3), ("wrong", 2)):
        for _ in range(number):
            Feedback.objects.create(
                kind=kind, page_id=article.pk, page_title=article.title, day=day
            )
    admin = worker(RoleKey.ADMINISTRATOR)
    text = admin.get(f"{INBOX}statistics/").content.decode()
    row = re.search(r'<th scope="row">10/2026</th><td>3</td><td>2</td><td>5</td>', text)
    assert row and "<svg" in text and 'aria-hidden="true"' in text
    csv = admin.get(f"{INBOX}statistics.csv").content.decode("utf-8-sig")
    assert "Ohje;3;2" in csv


def test_no_spreadsheet_runs_a_message(worker):
    Feedback.objects.create(kind="wrong", text='=HYPERLINK("http://evil.example")', page_title="+1")
    csv = worker(RoleKey.ADMINISTRATOR).get(f"{INBOX}messages.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in csv and "'+1" in csv


def test_more_messages_take_no_more_queries(worker, article):
    admin = worker(RoleKey.ADMINISTRATOR)

    def queries(address):
        admin.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(address).status_code == 200
        return len(captured)

    def fill(number):
        Feedback.objects.bulk_create(
            Feedback(kind="wrong", text=f"Viesti {i}", page_id=article.pk, page_title="Ohje")
            for i in range(number)
        )

    fill(10)
    few = queries(INBOX), queries(f"{INBOX}statistics/")
    fill(1000)
    assert (queries(INBOX), queries(f"{INBOX}statistics/")) == few


def test_hostile_texts_are_only_text(client, reader, article, feedback_page, worker, monkeypatch):
    monkeypatch.setattr(guard, "LIMIT", 10_000)
    assert len(PAYLOADS) > 100
    admin = worker(RoleKey.ADMINISTRATOR)

    def pages(text, name):
        """Every page that shows what somebody has written."""
        Feedback.objects.all().delete()
        fields = {"text": text, "signed": "yes", "name": name[:100], "email": "l@x.example"}
        yield client.post(feedback_page.url, message(**fields | {"kind": "no"}))
        yield client.post(article.url, data(verdict="wrong", text=text, email=text))
        assert client.post(feedback_page.url, message(**fields)).status_code == 302
        stored = Feedback.objects.get()
        assert stored.text.split() == text.split()
        Feedback.objects.update(page_title=name[:100])
        yield admin.get(INBOX)
        yield admin.get(f"{INBOX}edit/{stored.pk}/")
        yield admin.get(f"{INBOX}statistics/")
        yield admin.post(f"{INBOX}answer/{stored.pk}/", {"text": f"{text} 131052-308T"})

    def found(text, name):
        answers = list(pages(text, name))
        assert {answer.status_code for answer in answers} == {200}
        return [sorted(dangers(answer.content.decode())) for answer in answers]

    harmless = found("Tavallinen teksti", "Nimi")
    for start in range(0, len(PAYLOADS), 20):
        some = [payload for payload in PAYLOADS[start : start + 20] if "\x00" not in payload]
        text = "\n\n".join(some)[:3900]
        assert found(text, some[0]) == harmless, some


def test_a_persons_export_has_it_and_an_erasure_takes_the_name(reader):
    Feedback.objects.create(kind="system", text="Oma", user=reader, name="L", email="l@x.example")
    part = next(part for part in person_data() if part.name == "feedback")
    assert [row["text"] for row in part.export(reader)] == ["Oma"]
    assert part.erase(reader).anonymised == 1
    assert Feedback.objects.get().is_anonymous
