"""Pages and demo records: references hold, markup is plain, nothing private, nothing that rings."""

import datetime
import json
import re
from html.parser import HTMLParser
from urllib.parse import urlparse

import pytest
from stdnum.fi import hetu

from soskes_wagtail.fixtures.loader import load

ALLOWED_TAGS = {"p", "b", "i", "ul", "ol", "li", "a", "h3"}
BLOCK_KEYS = {
    "heading": {"type", "text"},
    "paragraph": {"type", "html"},
    "legal_info": {"type", "statute", "provisions", "summary", "as_of"},
    "callout": {"type", "kind", "title", "html"},
    "accordion": {"type", "items"},
    "links": {"type", "items"},
}
SECTIONS = [
    "kuka-vastaa-nyt",
    "lastensuojelu",
    "iakkaiden-palvelut",
    "vammaispalvelut",
    "edunvalvonta",
    "hallinto-ja-kehittaminen",
    "koulutus-ja-tapahtumat",
    "tyonohjaus",
    "kuntahakemisto",
]


class Tags(HTMLParser):
    """Checks nesting and collects what a text is made of."""

    def __init__(self, text):
        super().__init__()
        self.open, self.found, self.attributes = [], set(), set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def values(node, key):
    """Every value under ``key`` anywhere in ``node``."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from values(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, key)


def blocks(pages, kind):
    return [block for page in pages for block in page["body"] if block["type"] == kind]


def test_the_tree_has_the_sections_in_order():
    (home,) = load("starter_pages")
    assert home["type"] == "home"
    assert [page["key"] for page in home["children"]] == SECTIONS
    assert [page["slug"] for page in home["children"]] == SECTIONS


def test_keys_are_unique_and_slugs_too_on_each_level(pages):
    for page in pages:
        slugs = [child["slug"] for child in page["children"]]
        assert len(slugs) == len(set(slugs))
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", page["slug"])
    finnish = list(values(load("starter_pages"), "key"))
    assert len(finnish) == len(set(finnish))


def test_blocks_have_their_keys(pages):
    for page in pages:
        for block in page["body"]:
            assert set(block) == BLOCK_KEYS[block["type"]]
        assert page["title"]
        assert page["summary"]
        assert page["intro"]
    assert {block["kind"] for block in blocks(pages, "callout")} == {"info", "important"}


def test_articles_say_enough_to_be_of_use():
    articles = [
        child
        for section in load("starter_pages")[0]["children"]
        for child in section["children"]
        if child["type"] == "article"
    ]
    assert len(articles) >= 10
    for article in articles:
        text = json.dumps([article["intro"], article["body"]], ensure_ascii=False)
        assert 150 <= len(re.sub(r"<[^>]+>", " ", text).split()) <= 450, article["key"]


def test_every_statute_and_class_referred_to_exists(pages, demo, statutes, class_codes):
    cited = set(values(pages, "statute")) | set(values(demo, "statute"))
    assert cited
    assert cited <= set(statutes)
    assert all(statutes[citation]["in_force"] for citation in cited)
    used = {
        code
        for node in (pages, demo)
        for codes in values(node, "service_classes")
        for code in codes
    }
    assert used
    assert used <= class_codes


def test_legal_summaries_say_which_law_they_describe_and_not_that_of_tomorrow(pages):
    for block in blocks(pages, "legal_info"):
        assert datetime.date.fromisoformat(block["as_of"]) <= datetime.date(2026, 11, 21)
        assert not block["provisions"] or re.search(r"§|luku", block["provisions"])
        assert "<" not in block["summary"]


def test_swedish_pages_pair_with_the_finnish_ones_block_for_block():
    finnish = load("starter_pages")[0]
    swedish = load("starter_pages_sv")[0]
    pairs = [(finnish, swedish), *zip(finnish["children"], swedish["children"], strict=False)]
    for fi, sv in pairs:
        assert (fi["key"], fi["type"]) == (sv["key"], sv["type"])
        assert fi["service_classes"] == sv["service_classes"]
        assert [b["type"] for b in fi["body"]] == [b["type"] for b in sv["body"]]
        for one, other in zip(fi["body"], sv["body"], strict=True):
            assert len(one.get("items", [])) == len(other.get("items", []))
            assert one.get("statute") == other.get("statute")
            assert one.get("as_of") == other.get("as_of")


def test_markup_is_well_formed_and_plain(pages, demo):
    texts = [*values(pages, "html"), *values(demo, "html")]
    for name in ("description", "who_for", "how_to_apply"):
        texts += values(demo["services"], name)
    assert len(texts) > 80
    for text in texts:
        tags = Tags(text)
        assert tags.open == []
        assert tags.found <= ALLOWED_TAGS
        assert tags.attributes <= {"href"}
        assert text.startswith("<")


def test_links_go_to_https_addresses_without_a_query(pages):
    addresses = list(values(pages, "url"))
    assert len(addresses) > 20
    for address in addresses:
        parts = urlparse(address)
        assert parts.scheme == "https"
        assert "." in parts.netloc
        assert not parts.query
        assert not parts.fragment


@pytest.mark.parametrize("source", ["pages", "demo"])
def test_texts_hold_no_personal_identity_codes(source, request):
    text = json.dumps(request.getfixturevalue(source), ensure_ascii=False)
    candidates = re.findall(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Z]", text)
    assert not [code for code in candidates if hetu.is_valid(code)]


def test_pages_hold_no_phone_numbers_or_email_addresses(pages):
    text = json.dumps(pages, ensure_ascii=False)
    without_dates = re.sub(r"\d{4}-\d\d-\d\d", "", text)
    assert not re.findall(r"(?:\+358|\b0)[\d\s-]{5,}\d", without_dates)
    assert "@" not in text


def test_demo_numbers_cannot_ring_and_addresses_cannot_be_reached(demo):
    numbers = list(values(demo, "phone"))
    assert len(numbers) == len(set(numbers)) == 122
    assert all(re.fullmatch(r"000 000 0\d{3}", number) for number in numbers)
    emails = list(values(demo, "email"))
    assert len(emails) == len(set(emails)) == 122
    assert all(email.endswith("@esimerkki.example") for email in emails)
    webs = [url for key in ("web", "online_url") for url in values(demo, key) if url]
    assert all(url.startswith("https://esimerkki.example/") for url in webs)


def test_demo_people_are_roles_and_everything_is_marked_as_an_example(demo):
    for kind in ("contacts", "units", "services"):
        assert all(row["is_example"] is True for row in demo[kind])
    assert not list(values(demo, "person_name"))
    assert all("(esimerkki)" in unit["name_fi"] for unit in demo["units"])


def test_every_municipality_has_its_example_contacts(demo, municipalities):
    current = {row["code"] for row in municipalities if not row["valid_to"]}
    for code in ("P3.8", "P4.2", "P4.4", "P7.11"):
        rows = [row for row in demo["contacts"] if code in row["service_classes"]]
        assert sorted(area for row in rows for area in row["areas"]) == sorted(current)
    network = [row for row in demo["contacts"] if row["is_network_contact"]]
    assert {row["areas"][0] for row in network} == current


def test_demo_references_hold(demo, pages, municipalities):
    organisations = {row["slug"] for row in load("organisations")}
    units = {row["key"] for row in demo["units"]}
    codes = {row["code"] for row in municipalities}
    groups = {row["code"] for row in load("target_groups")}
    assert set(values(demo, "organisation")) | set(values(demo, "organiser")) <= organisations
    assert {unit for unit in values(demo, "unit") if unit} <= units
    assert {area for area in values(demo, "area") if area} <= codes
    assert {group for rows in values(demo, "target_groups") for group in rows} <= groups
    assert set(values(demo["events"], "section")) <= {page["key"] for page in pages}
    for kind in demo:
        keys = [row["key"] for row in demo[kind]]
        assert len(keys) == len(set(keys))


def test_three_services_are_in_three_languages_and_events_are_past_and_coming(demo):
    languages = [set(service["texts"]) for service in demo["services"]]
    assert languages.count({"fi", "sv", "en"}) == 3
    assert all("fi" in found for found in languages)
    offsets = [event["days_from_today"] for event in demo["events"]]
    assert min(offsets) < 0 < max(offsets)


def test_opening_hours_open_before_they_close(demo):
    duty = [row for row in demo["contacts"] if row.get("is_duty_line")]
    overnight = [hours["opens_at"] for row in duty for hours in row["hours"]]
    assert overnight
    for rows in values(
        [row for row in (*demo["contacts"], *demo["units"]) if row not in duty], "hours"
    ):
        for row in rows:
            assert row["weekday"] in range(7)
            assert datetime.time.fromisoformat(row["opens_at"]) < datetime.time.fromisoformat(
                row["closes_at"]
            )
