"""The frame of pages: valid in any host's base, no inline code, links that ring."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from soskes_wagtail.templatetags.soskes import mailto, tel

pytestmark = pytest.mark.urls("testproject.style_guide")
TEMPLATES = Path(__file__).resolve().parents[2] / "soskes_wagtail/templates/soskes_wagtail"
BASES = ["soskes_wagtail/base.html", "testproject/host_base.html"]


@pytest.fixture
def soup(client, db):
    def get(query=""):
        response = client.get(f"/tyyli/{query}")
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode(), "html.parser")

    return get


def component(name, request=None, **context):
    html = render_to_string(f"soskes_wagtail/components/{name}.html", context, request)
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_a_template_holds_no_inline_style_or_script(template):
    source = template.read_text()
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", source, re.I)
    assert re.findall(r"<script(?![^>]*\ssrc=)", source) == []


@pytest.mark.parametrize("base", BASES)
def test_everything_visible_lies_under_the_root(soup, base):
    page = soup(f"?base={base}")
    assert page.select_one(".soskes #soskes-content h1").text == "Tyyliopas"
    assert [
        text
        for text in page.body.find_all(string=True)
        if text.strip() and not text.find_parent(class_="soskes")
    ] == []


@pytest.mark.parametrize("base", BASES)
def test_styles_and_script_come_once_whatever_the_base(soup, base):
    page = soup(f"?base={base}")
    links = [link["href"] for link in page.select('link[rel="stylesheet"]')]
    assert len(links) == len(set(links)) > 5
    assert len(page.select('script[src$="soskes.js"]')) == 1
    assert page.select_one("title").text.startswith("Tyyliopas")


def test_landmarks_are_unique_and_ids_too(soup):
    page = soup()
    assert len(page.select("main")) == 1
    assert not soup("?base=testproject/host_base.html").select("main")
    assert len(page.select("h1")) == 1
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for skip in page.select("a.soskes-skip"):
        assert page.select_one(skip["href"])
    assert page.html["lang"] == "fi"


def test_a_visitor_gets_the_way_in_back_to_this_page(soup):
    account = soup("?word=x").select_one(".soskes-account")
    assert account.a["href"] == "/_util/login/?next=/tyyli/%3Fword%3Dx"
    assert not account.select("form")


@pytest.fixture
def liisa(client, db):
    user = get_user_model().objects.create_user("liisa", first_name="Liisa", last_name="Lukija")
    client.force_login(user)
    return user


def test_a_reader_of_a_host_without_logout_is_offered_no_dead_button(liisa, soup):
    account = soup().select_one(".soskes-account")
    assert account.span.text == "Liisa Lukija"
    assert not account.form


def test_who_may_use_the_admin_signs_out_there(liisa, client, soup):
    liisa.user_permissions.add(Permission.objects.get(codename="access_admin"))
    form = soup().select_one(".soskes-account form")
    assert form["method"] == "post"
    assert form.select_one("[name=csrfmiddlewaretoken]")
    client.post(form["action"])
    assert "_auth_user_id" not in client.session


def test_the_hosts_own_logout_comes_first(liisa, client, soup, settings):
    settings.ROOT_URLCONF = "testproject.style_guide_logout"
    form = soup().select_one(".soskes-account form")
    assert form["action"] == "/out/"
    client.post(form["action"])
    assert "_auth_user_id" not in client.session


def test_the_menu_tells_where_one_is(soup):
    page = soup()
    current = page.select('.soskes-nav nav a[aria-current="true"]')
    assert [a.text for a in current] == ["Lastensuojelu", "Suomi"]
    assert page.select_one('.soskes-nav a[hreflang="sv"]')["lang"] == "sv"
    crumbs = page.select(".soskes-breadcrumbs li")
    assert [li.text for li in crumbs] == ["SosKes", "Lastensuojelu", "Tyyliopas"]
    assert not crumbs[-1].a


@pytest.mark.parametrize(
    ("written", "rings"),
    [
        ("014 266 0000", "tel:+358142660000"),
        ("014 266 0000 (vaihde)", "tel:+358142660000"),
        ("puh. 040-123 4567 tai 014 1234567", "tel:+358401234567"),
        ("+358 (0)14 266 0000", "tel:+358142660000"),
        ("+358 14 266 0000", "tel:+358142660000"),
        ("00358 14 266 0000", "tel:+358142660000"),
        ("+46 8 123 45 67", "tel:+4681234567"),
        ("0800 123 456", "tel:0800123456"),
        ("000 000 0123", "tel:0000000123"),
        ("116 117", "tel:116117"),
        ("112", "tel:112"),
        ("vaihde", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_number_becomes_an_address_to_ring(written, rings):
    assert tel(written) == rings


@pytest.mark.parametrize(
    ("written", "writes"),
    [
        ("lapset@esimerkki.example", "mailto:lapset@esimerkki.example"),
        (" lapset@esimerkki.example ", "mailto:lapset@esimerkki.example"),
        ("a?bcc=b@esimerkki.example", "mailto:a%3Fbcc=b@esimerkki.example"),
        ("a@esimerkki.example,b@esimerkki.example", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_an_address_becomes_a_link_only_if_it_is_one(written, writes):
    assert mailto(written) == writes


def test_a_number_that_cannot_ring_stays_text():
    assert component("phone", number="vaihde").text.strip() == "vaihde"
    assert not component("phone", number="vaihde").a
    assert component("phone", number="").text.strip() == ""


def test_text_of_editors_is_escaped_everywhere():
    evil = "<b>x</b>"
    link = {"title": evil, "url": "/"}
    for name, context in {
        "card": {"title": evil, "url": "/", "text": evil, "meta": evil},
        "copy": {"text": evil, "label": evil},
        "phone": {"number": "112", "label": evil},
        "tag": {"label": evil},
        "facts": {"items": [{"label": evil, "value": evil}]},
        "table": {"caption": evil, "columns": [evil, evil], "rows": [[evil, evil]]},
        "notification": {"label": evil, "body": evil},
        "callout": {"title": evil, "body": evil},
        "accordion": {"items": [{"title": evil, "body": evil}]},
        "empty": {"title": evil, "body": evil},
        "menu": {"soskes_menu": [link]},
        "tilemap": {"label": evil, "tiles": [{**link, "row": 1, "column": 1}]},
    }.items():
        soup = component(name, **context)
        assert evil in soup.text, name
        assert not soup.select("b"), name


def test_pages_of_a_list_keep_the_other_filters(rf):
    page = Paginator(range(100), 10).page(2)
    soup = component("pagination", rf.get("/?kunta=992&page=2"), page_obj=page)
    assert soup.select_one("[rel=next]")["href"] == "?kunta=992&page=3"
    assert soup.select_one("[aria-current=page]").text.split() == ["Sivu", "2"]
    assert not component("pagination", page_obj=Paginator([], 10).page(1)).select("nav")


def test_a_table_names_its_cells_for_the_phone(soup):
    rows = soup().select("#yhteystiedot tbody tr")
    assert len(rows) == 3
    assert [td["data-label"] for td in rows[0].select("td")] == ["Yksikkö", "Puhelin", "Sähköposti"]
    hours = component("table", caption="c", columns=["Päivä", "Avoinna"], rows=[["ma", "8–16"]])
    assert hours.td["data-label"] == "Avoinna"
    assert hours.select_one("tbody th")["scope"] == "row"


def test_a_field_ties_label_help_and_error_to_its_input(soup):
    page = soup("?word=x")
    word = page.select_one("[name=word]")
    assert page.select_one(f'label[for="{word["id"]}"]').text == "Sana"
    assert page.select_one(f"#{word['aria-describedby']}").text == "Esimerkiksi virkanimike."
    assert page.select_one(".soskes-field__error").text == "Tämä kenttä on pakollinen."
