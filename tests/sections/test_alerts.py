"""Banners: where, for whom and from when to when; put away without a script; who may make them."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from support.xss import PAYLOADS, dangers
from wagtail.models import GroupPagePermission, Page

from soskes_wagtail.access import RoleKey
from soskes_wagtail.content_version import bump
from soskes_wagtail.directory_snippets.models import (
    Licence,
    Membership,
    Organisation,
)
from soskes_wagtail.sections.install import role_permissions
from soskes_wagtail.sections.models import Alert, ArticlePage

MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def no_cache():
    cache.clear()


def alert(title="Kotihoidon numero ei vastaa", **fields):
    made = Alert.objects.create(title=title, **fields)
    bump()  # as after the commit
    return made


def banners(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    found = re.search(
        r'<section class="soskes-alerts".*?</section>', response.content.decode(), re.S
    )
    return found[0] if found else ""


@pytest.fixture
def clock(monkeypatch):
    """Puts the clock on by so much; nothing else changes, so that nothing empties a cache."""
    real = timezone.now

    def put_on(by):
        monkeypatch.setattr(timezone, "now", lambda: real() + by)

    return put_on


def test_an_alert_is_shown_from_its_first_to_its_last_minute(network, member, clock):
    now = timezone.now()
    made = alert(starts_at=now + 10 * MINUTE, ends_at=now + 20 * MINUTE)
    assert banners(member, network.home) == ""
    clock(11 * MINUTE)
    assert made.title in banners(member, network.home)
    clock(21 * MINUTE)
    assert banners(member, network.home) == ""


def test_times_are_kept_with_the_page_cache(network, member, settings, committed_pages, clock):
    settings.SOSKES = {**settings.SOSKES, "PAGE_CACHE_SECONDS": 600}
    made = alert(ends_at=timezone.now() + 10 * MINUTE)
    for _ in range(2):
        assert made.title in banners(member, network.home)
    clock(11 * MINUTE)
    assert banners(member, network.home) == ""


def test_what_is_kept_is_shown_to_nobody_who_may_not_see_it(
    network, member, settings, committed_pages
):
    """Somebody who may see it has looked first; then it is changed, too."""
    settings.SOSKES = {**settings.SOSKES, "PAGE_CACHE_SECONDS": 600}
    made = alert()
    assert made.title in banners(member, network.home)
    assert made.title not in banners(Client(), network.home)
    made.title = "Numero vastaa taas"
    made.save()
    bump()  # as after the commit
    assert "Numero vastaa taas" in banners(member, network.home)
    made.delete()
    bump()
    assert banners(member, network.home) == ""


def test_the_token_of_a_kept_banner_is_the_readers_own(network, member, settings, committed_pages):
    settings.SOSKES = {**settings.SOSKES, "PAGE_CACHE_SECONDS": 600}
    made = alert()
    banners(member, network.home)
    other = Client(enforce_csrf_checks=True)
    other.cookies = member.cookies
    html = banners(other, network.home)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    data = {"soskes_action": "dismiss_alert", "alert": made.mark}
    assert other.post(network.home.url, data).status_code == 403
    data["csrfmiddlewaretoken"] = token
    assert other.post(network.home.url, data).status_code == 302
    assert banners(other, network.home) == ""


@pytest.fixture
def committed_pages():
    cache.clear()
    yield
    cache.clear()


def test_a_section_tells_on_its_own_pages_only(network, member, make):
    below = make(network.section, "Ohje", ArticlePage)
    alert(section=network.section)
    assert banners(member, network.section) and banners(member, below)
    assert not banners(member, network.home)


def test_a_municipality_tells_on_its_page_and_everywhere_to_its_people(
    network, member, person, role
):
    alert(area=network.aanekoski)
    own = network.municipality_page(network.aanekoski)
    other = network.municipality_page(network.jyvaskyla)
    assert banners(member, own)
    assert not banners(member, other) and not banners(member, network.home)
    employer = Organisation.objects.create(
        type="municipality", name_fi="Äänekoski", area=network.aanekoski
    )
    Licence.objects.create(organisation=employer, valid_from=datetime.date(2020, 1, 1), seats=5)
    user = person("kuntalainen", role(RoleKey.READER))
    Membership.objects.create(user=user, organisation=employer, role="reader")
    colleague = Client()
    colleague.force_login(user)
    assert banners(colleague, network.home)


def test_strangers_see_only_what_is_for_everybody(network, client):
    alert("Jäsenille")
    alert("Kaikille", audience="public")
    text = banners(client, network.home)
    assert "Kaikille" in text and "Jäsenille" not in text


def test_an_alert_of_a_closed_section_is_told_to_nobody_outside(
    network, member, close, groups, make
):
    alert("Salainen", section=network.section)
    close(network.section, "groups", [groups["a"]])
    from soskes_wagtail.access import visible_to

    user = member.get(network.home.url).wsgi_request.user
    assert not visible_to(user, Alert.objects.all()).exists()


def test_urgent_ones_come_first_and_are_read_at_once(network, member):
    alert("Tavallinen")
    alert("Kiireellinen", severity="critical")
    text = banners(member, network.home)
    assert text.index("Kiireellinen") < text.index("Tavallinen")
    assert re.findall(r'role="(\w+)"', text) == ["alert", "status"]


def test_one_can_be_put_away_until_it_changes(network, member):
    one, two = alert("Yksi"), alert("Kaksi")
    data = {"soskes_action": "dismiss_alert", "alert": one.mark}
    response = member.post(network.home.url, data)
    assert response.status_code == 302 and response.url == network.home.url
    assert response.cookies["soskes_alerts"]["httponly"]
    text = banners(member, network.home)
    assert "Yksi" not in text and "Kaksi" in text
    one.updated_at = timezone.now() + MINUTE
    Alert.objects.filter(pk=one.pk).update(updated_at=timezone.now() + MINUTE)
    bump()  # as after a change that is saved
    assert "Yksi" in banners(member, network.home)
    assert two.pk


@pytest.mark.parametrize("mark", ["", "x", "1-1", "\x00", "1-1; Path=/evil", "9" * 5000])
def test_a_made_up_mark_sets_no_cookie(network, member, mark):
    alert()
    response = member.post(network.home.url, {"soskes_action": "dismiss_alert", "alert": mark})
    assert response.status_code == 302 and "soskes_alerts" not in response.cookies


def test_putting_away_needs_the_token(network, reader):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(reader)
    data = {"soskes_action": "dismiss_alert", "alert": alert().mark}
    assert careful.post(network.home.url, data).status_code == 403


def test_an_unknown_action_shows_the_page(network, member):
    assert member.post(network.home.url, {"soskes_action": "no"}).status_code == 200


def test_headline_and_text_are_only_text(network, member):
    def found(text):
        Alert.objects.all().delete()
        alert(text[:120], text=text)
        shown = banners(member, network.home)
        assert "soskes-alert__title" in shown
        return sorted(dangers(shown))

    harmless = found("Tavallinen")
    for payload in PAYLOADS:
        if "\x00" not in payload:
            assert found(payload) == harmless, payload


@pytest.fixture
def editors(network, person, role):
    """editors(RoleKey): somebody signed in with the permissions of the installation."""
    from soskes_wagtail.install.roles import _permission

    def make(key, name="muokkaaja"):
        group = role(key)
        group.permissions.add(
            *(_permission(name) for name in ["wagtailadmin.access_admin", *role_permissions()[key]])
        )
        user = person(name, group)
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return make


def form(**fields):
    now = timezone.localtime()
    return {
        "title": "Uusi",
        "text": "",
        "severity": "info",
        "section": "",
        "area": "",
        "audience": "members",
        "starts_at": now.strftime("%Y-%m-%d %H:%M"),
        "ends_at": (now + DAY).strftime("%Y-%m-%d %H:%M"),
    } | fields


def test_a_municipal_editor_tells_the_own_municipality_only(network, editors):
    editor = editors(RoleKey.MUNICIPAL_EDITOR)
    town = Organisation.objects.create(
        type="municipality", name_fi="Äänekoski", area=network.aanekoski
    )
    Licence.objects.create(organisation=town, valid_from=datetime.date(2020, 1, 1), seats=9)
    Membership.objects.create(user=editor.user, organisation=town, role=RoleKey.MUNICIPAL_EDITOR)
    add = "/admin/soskes/alerts/new/"
    for wrong in (
        form(),
        form(area=network.jyvaskyla.pk),
        form(section=network.section.pk),
    ):
        assert editor.post(add, wrong).status_code == 200
        assert not Alert.objects.exists()
    assert editor.post(add, form(area=network.aanekoski.pk)).status_code == 302
    assert Alert.objects.get().area == network.aanekoski
    foreign = alert("Vieras", area=network.jyvaskyla)
    everywhere = alert("Kaikille")
    listed = editor.get("/admin/soskes/alerts/").content.decode()
    assert "Uusi" in listed and "Vieras" not in listed and "Kaikille" not in listed
    for other in (foreign, everywhere):
        for view in ("edit", "delete"):
            response = editor.post(f"/admin/soskes/alerts/{view}/{other.pk}/", form(title="Oma"))
            assert response.status_code in (302, 403)
            other.refresh_from_db()
            assert other.title != "Oma"


def test_a_section_editor_tells_the_own_sections_and_an_administrator_all(network, editors, role):
    from django.contrib.auth.models import Permission

    editor = editors(RoleKey.SECTION_EDITOR)
    GroupPagePermission.objects.create(
        group=role(RoleKey.SECTION_EDITOR),
        page=Page.objects.get(pk=network.section.pk),
        permission=Permission.objects.get(
            content_type__app_label="wagtailcore", codename="change_page"
        ),
    )
    add = "/admin/soskes/alerts/new/"
    assert editor.post(add, form()).status_code == 200
    assert editor.post(add, form(section=network.section.pk)).status_code == 302
    admin = editors(RoleKey.ADMINISTRATOR, "yllapito")
    assert admin.post(add, form(title="Kaikille")).status_code == 302
    assert Alert.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "Asiakas 131052-308T"},
        {"title": ""},
        {"ends_at": "2020-01-01 10:00"},
        {"ends_at": "x"},
        {"title": "x" * 500},
        {"title": "x\x00y"},
        {"severity": "loud"},
        {"section": "999999"},
    ],
)
def test_wrong_input_is_refused_with_words(network, editors, wrong):
    admin = editors(RoleKey.ADMINISTRATOR)
    response = admin.post("/admin/soskes/alerts/new/", form(**wrong))
    assert response.status_code == 200
    assert not Alert.objects.exists()


def test_readers_have_no_business_there(network, member):
    assert member.get("/admin/soskes/alerts/").status_code in (302, 403)
