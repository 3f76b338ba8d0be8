"""What the home shows: sections, the quick way to a contact, news, the directory."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page

from soskes_wagtail.access import Viewer, viewer_for, visible_to
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.services.coverage import network_coverage
from soskes_wagtail.sections.services.listings import Card, child_cards, news_cards
from soskes_wagtail.sections.services.who_section import ANCHOR, PARAMETER, asked_municipality

#: Name of the section in the query string of the quick form.
SECTION = "osio"


@dataclass(frozen=True)
class HomeContent:
    """``directory``: the first municipal directory; ``responsible``: the page that says who is
    responsible now; ``choices``: sections that say who does what, for the quick form;
    ``failed``: the form was sent and led nowhere."""

    cards: list[Card]
    news: list[Card]
    choices: list[Card]
    municipalities: list[Area]
    directory: Card | None
    responsible: Card | None
    asked_section: str
    asked_municipality: str

    @property
    def failed(self) -> bool:
        return bool(self.asked_section or self.asked_municipality)


def home_content(page: Page, viewer: Viewer, request: HttpRequest) -> HomeContent:
    """Three queries, whatever the number of pages and municipalities."""
    cards = child_cards(page, viewer, request)
    directories = _marked(cards, "is_municipal_directory")
    answers = _marked(cards, "is_who_is_responsible")
    return HomeContent(
        cards=[card for card in cards if card not in (*directories, *answers)],
        news=news_cards(page, viewer, request),
        choices=[card for card in cards if hasattr(card.page.specific_class, "service_classes")],
        municipalities=network_coverage().municipalities,
        directory=directories[0] if directories else None,
        responsible=answers[0] if answers else None,
        asked_section=request.GET.get(SECTION, "")[:20],
        asked_municipality=asked_municipality(request.GET),
    )


def _marked(cards: list[Card], mark: str) -> list[Card]:
    return [card for card in cards if hasattr(card.page.specific_class, mark)]


def quick_target(page: Page, request: HttpRequest) -> str | None:
    """Where ``?osio=<page>&kunta=<slug>`` leads: the section, at the municipality's contacts.

    Without a municipality it is the whole table. None where the values mean nothing.
    """
    asked = request.GET.get(SECTION, "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    viewer = viewer_for(request)
    section = visible_to(viewer, Page.objects.child_of(page).filter(pk=int(asked))).first()
    url = section.get_url(request) if section else None
    if not url:
        return None
    slug = asked_municipality(request.GET)
    if not slug:
        return f"{url}#{ANCHOR}"
    area = network_coverage().find(slug)
    return f"{url}?{PARAMETER}={area.slug}#{ANCHOR}" if area else None
