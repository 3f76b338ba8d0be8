"""Blocks of running text: law, links, tables, pictures."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from support.html import faults, soup
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from soskes_wagtail.sections.blocks import AccessibleTableBlock, BodyBlock
from soskes_wagtail.sections.blocks.links import LinkBlock

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def legal(statute, **fields):
    return (
        "legal_info",
        {
            "statute": statute.pk,
            "provisions": "34 §",
            "summary": "<p>Selkeästi.</p>",
            "as_of": "2026-11-01",
        }
        | fields,
    )


def test_the_law_is_named_cited_explained_dated_and_linked(network, member):
    page = network.body(network.section, legal(network.statute(short_name_fi="LSL")))
    law = soup(member.get(page.url)).select_one(".soskes-callout--law")
    for words in ("LSL (417/2007), 34 §", "Lastensuojelulaki", "Selkeästi.", "1.11.2026"):
        assert words in law.text
    assert law.select_one('a[href="https://www.finlex.fi/fi/lainsaadanto/2007/417"]')
    assert not law.select(".hds-status-label")


def test_a_law_no_longer_in_force_warns_and_names_its_successor(network, member):
    newest = network.statute("675", 2023, "Vammaispalvelulaki")
    middle = network.statute(
        "100", 2000, "Välilaki", in_force=False, valid_to=YESTERDAY, successor=newest
    )
    old = network.statute(
        "380", 1987, "Vanha laki", in_force=False, valid_to=YESTERDAY, successor=middle
    )
    page = network.body(network.section, legal(old))
    law = soup(member.get(page.url)).select_one(".soskes-callout--law")
    assert law.select_one(".hds-status-label")
    link = law.select_one('a[href="https://www.finlex.fi/fi/lainsaadanto/2023/675"]')
    assert "Vammaispalvelulaki (675/2023)" in link.text


def test_a_law_whose_statute_was_deleted_is_left_out(network, member):
    statute = network.statute()
    page = network.body(network.section, legal(statute))
    statute.delete()
    assert not soup(member.get(page.url)).select(".soskes-callout--law")


def item(value, number=1):
    return {"type": "item", "value": value, "id": f"00000000-0000-4000-9000-{number:012}"}


def test_every_block_on_one_page_makes_valid_html(network, member):
    image = get_image_model().objects.create(
        title="Kuva", file=get_test_image_file(), description="Kuvaus"
    )
    links = [
        item({"text": "THL", "page": None, "url": "https://thl.fi/", "note": "Käsikirja"}, 1),
        item({"text": "", "page": network.home.pk, "url": "", "note": ""}, 2),
    ]
    page = network.body(
        network.section,
        ("heading", "Otsikko"),
        ("paragraph", "<h3>Väli</h3><p>Teksti <b>lihava</b></p>"),
        legal(network.statute()),
        ("callout", {"kind": "important", "title": "Huomaa", "text": "<p>Tärkeä.</p>"}),
        ("links", {"title": "Linkit", "links": links}),
        ("accordion", {"items": [item({"title": "Kysymys", "text": "<p>Vastaus</p>"}, 3)]}),
        (
            "picture",
            {
                "image": {"image": image.pk, "alt_text": "Kaavio", "decorative": False},
                "caption": "Kuvateksti",
            },
        ),
        (
            "table",
            {
                "data": [["Kunta", "Määrä"], ["Äänekoski", "3"]],
                "table_header_choice": "both",
                "first_row_is_table_header": True,
                "first_col_is_header": True,
                "table_caption": "Määrät",
            },
        ),
    )
    network.contact("Työntekijä", [network.aanekoski])
    answer = soup(member.get(page.url))
    assert faults(answer) == []
    assert answer.select_one('img[alt="Kaavio"]')
    assert answer.select_one("details.soskes-accordion").summary.text.strip() == "Kysymys"
    assert answer.select_one('th[scope="row"]').text == "Äänekoski"
    assert answer.select_one(f'.soskes-linklist a[href="{network.home.url}"]').text == "SosKes"


def test_titles_of_blocks_fit_the_outline_with_and_without_a_heading(network, member):
    block = ("callout", {"kind": "info", "title": "Huomaa", "text": "<p>x</p>"})
    without = network.body(network.section, block)
    assert soup(member.get(without.url)).select_one(".soskes-callout h2")
    below = network.body(network.section, ("heading", "Otsikko"), block)
    assert soup(member.get(below.url)).select_one(".soskes-callout h3")


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ({"text": "x", "page": None, "url": ""}, "url"),
        ({"text": "", "page": None, "url": "https://thl.fi/"}, "text"),
    ],
)
def test_a_link_needs_one_target_and_a_text(value, wrong):
    block = LinkBlock()
    with pytest.raises(StructBlockValidationError) as error:
        block.clean(block.to_python(value | {"note": ""}))
    assert set(error.value.block_errors) == {wrong}


def test_a_link_has_not_two_targets(network):
    block = LinkBlock()
    value = {"text": "x", "page": network.home.pk, "url": "https://thl.fi/", "note": ""}
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python(value))


@pytest.mark.parametrize("missing", [{"table_header_choice": "neither"}, {"table_caption": " "}])
def test_a_table_needs_header_cells_and_a_caption(missing):
    value = {"data": [["a"], ["b"]], "table_header_choice": "row", "table_caption": "Mitä"}
    block = AccessibleTableBlock()
    assert block.clean(dict(value))
    with pytest.raises(ValidationError):
        block.clean(value | missing)


@pytest.mark.django_db
def test_an_empty_legal_block_is_refused():
    block = BodyBlock()
    value = block.to_python([{"type": "legal_info", "value": {"statute": None}}])
    with pytest.raises(StreamBlockValidationError):
        block.clean(value)
