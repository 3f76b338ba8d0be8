"""A section translated with wagtail-localize reads Swedish: law, labels, records."""

import pytest
from django.utils import timezone
from support.html import soup
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from soskes_wagtail.directory_snippets.models import ServiceClass
from soskes_wagtail.sections.models import ServiceSectionPage


def item(value, number):
    return {"type": "item", "value": value, "id": f"00000000-0000-4000-9000-{number:012}"}


@pytest.fixture
def section(network):
    network.contact("Sosiaalityöntekijä", [network.aanekoski], role_title_sv="Socialarbetare")
    network.contact("Vain suomeksi", [network.jyvaskyla])
    return network.body(
        network.section,
        ("heading", "Mitä laki sanoo"),
        (
            "legal_info",
            {
                "statute": network.statute().pk,
                "provisions": "34 §",
                "summary": "<p>Lapsen etu ensin.</p>",
                "as_of": "2026-11-01",
            },
        ),
        (
            "links",
            {
                "title": "Linkit",
                "links": [
                    item({"text": "THL", "page": None, "url": "https://thl.fi/", "note": ""}, 1),
                    item({"text": "", "page": network.home.pk, "url": "", "note": ""}, 2),
                ],
            },
        ),
        (
            "accordion",
            {"items": [item({"title": "Kysymys", "text": "<p>Vastaus</p>"}, 3)]},
        ),
        (
            "table",
            {
                "data": [["Kunta", "Määrä"], ["Äänekoski", ""]],
                "table_header_choice": "row",
                "first_row_is_table_header": True,
                "first_col_is_header": False,
                "table_caption": "Määrät",
            },
        ),
    )


WORDS = {
    "Lastensuojelu": "Barnskydd",
    "lastensuojelu": "barnskydd",
    "Mitä laki sanoo": "Vad lagen säger",
    "34 §": "34 §",
    "Lapsen etu ensin.": "Barnets bästa först.",
    "Linkit": "Länkar",
    "THL": "THL",
    "Kysymys": "Fråga",
    "Vastaus": "Svar",
    "Kunta": "Kommun",
    "Määrä": "Antal",
    "Äänekoski": "Äänekoski",
    "Määrät": "Antalen",
    "SosKes": "SosKes",
    "soskes": "soskes",
}


def translate(page, locale):
    """As the translator's form does it: every string by hand, then publish."""
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={
                "data": WORDS[segment.string.data],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "updated_at": timezone.now(),
            },
        )
    translation.save_target(publish=True)
    return translation


@pytest.fixture
def swedish(network, section, locales, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):  # publishing waits for the commit
        translate(network.fresh(network.home), locales["sv"])
        translate(section, locales["sv"])
    return ServiceSectionPage.objects.get(
        translation_key=section.translation_key, locale=locales["sv"]
    )


def test_every_piece_of_text_is_offered_for_translation(section, locales):
    source, _ = TranslationSource.update_or_create_from_instance(section)
    offered = set(String.objects.filter(segments__source=source).values_list("data", flat=True))
    assert offered == set(WORDS) - {"SosKes", "soskes"}


def test_law_links_and_labels_are_swedish(swedish, member, network):
    answer = member.get(swedish.url)
    page = soup(answer)
    assert page.select_one("div.soskes")["lang"] == "sv"
    law = page.select_one(".soskes-callout--law")
    assert "Barnskyddslag (417/2007), 34 §" in law.text
    assert "Barnets bästa först." in law.text
    assert "Läs författningen 417/2007 i Finlex" in law.text
    assert page.select_one("#kuka-hoitaa h2").text == "Vem sköter detta var"
    assert law.select_one('a[href="https://www.finlex.fi/sv/lagstiftning/2007/417"]')
    assert page.h1.text == "Barnskydd"
    assert [cell.text for cell in page.select("table.soskes-table--wide th")] == [
        "Kommun",
        "Antal",
    ]
    assert "Fråga" in page.text
    finnish = soup(member.get(network.section.url))
    assert finnish.select_one('a[href="https://www.finlex.fi/fi/lainsaadanto/2007/417"]')


def test_links_to_pages_lead_to_the_swedish_version(swedish, member, network, locales):
    home = network.home.get_translation(locales["sv"])
    page = soup(member.get(swedish.url))
    link = page.select_one(f'.soskes-linklist a[href="{home.url}"]')
    assert link is not None
    assert link["href"].startswith("/sv/")


def test_records_are_swedish_where_they_can_and_finnish_elsewhere(swedish, member):
    page = soup(member.get(swedish.url))
    who = page.select_one("#kuka-hoitaa")
    assert "Socialarbetare" in who.text
    assert "Sosiaalityöntekijä" not in who.text
    assert "Vain suomeksi" in who.text
    assert "Jyväskylä stad" in who.text


def test_service_classes_follow_the_source(swedish, section, network, locales):
    assert list(swedish.service_classes.all()) == [network.child_welfare]
    other = ServiceClass.objects.create(code="P4", name_fi="Muut")
    section.service_classes = [other]
    section.save_revision().publish()
    translate(network.fresh(section), locales["sv"])
    assert list(network.fresh(swedish).service_classes.all()) == [other]


def test_privacy_follows_the_translation(swedish, client, network, close, groups):
    close(network.home, "groups", [groups["a"]])
    assert client.get(swedish.url).status_code == 302
