"""Everything the blocks of a page point at, as far as the reader may see it.

The number of queries does not grow with the blocks: beside what the choosers load, at most one
for all links, one for all contacts (one more where blocks name service classes) and two for
all documents.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.http import HttpRequest
from wagtail.blocks import StreamValue
from wagtail.models import Page

from soskes_wagtail.access import Viewer, can_see, visible_to
from soskes_wagtail.closed_images.places import is_shown
from soskes_wagtail.directory_snippets.models import Contact
from soskes_wagtail.directory_snippets.services.card_types import ContactCard
from soskes_wagtail.directory_snippets.services.cards import contact_cards
from soskes_wagtail.directory_snippets.services.classes import ClassTree
from soskes_wagtail.sections.services import events
from soskes_wagtail.sections.services.closed_documents import open_documents

#: A block that names service classes lists at most this many; a section's table has them all.
MOST_CONTACTS = 50


#: Blocks that begin with a title.
TITLED = {"legal_info", "callout", "contacts", "links", "documents", "accordion", "events"}


@dataclass(frozen=True)
class PageLink:
    text: str
    url: str
    note: str = ""
    is_external: bool = False


class StreamRecords:
    """Records behind one StreamField for one reader; its blocks ask while they render."""

    def __init__(self, page: Page, viewer: Viewer, request: HttpRequest):
        self._page = page
        self._stream: StreamValue = page.body
        self._viewer = viewer
        self._request = request
        self._locale_id = page.locale_id

    def contacts_of(self, block) -> list[ContactCard]:
        """Contacts of a contacts block: those picked, in the editor's order, then by class."""
        found = self._contacts
        picked = [pk for pk in _ids(block["contacts"]) if pk in found]
        asked = _ids(block["service_classes"])
        wanted = self._classes.below(asked) if asked else frozenset()
        by_class = [pk for pk, card in found.items() if not card.class_ids.isdisjoint(wanted)]
        order = dict.fromkeys([*picked, *by_class])
        return [self._contacts[pk] for pk in order][:MOST_CONTACTS]

    def links_of(self, block) -> list[PageLink]:
        """Links of a link list; a page stands for its version in the language of this page."""
        found = []
        for link in block["links"]:
            note = link.get("note") or ""
            if link.get("url"):
                found.append(PageLink(link["text"], link["url"], note, is_external=True))
            elif link.get("page"):
                page = self._pages.get(link["page"].translation_key)
                url = page.get_url(self._request) if page else None
                if url:
                    found.append(PageLink(link.get("text") or page.title, url, note))
        return found

    def events_of(self, block) -> list:
        """The next events of an events block, each with its ``address``; two queries a block."""
        found = list(
            events.upcoming(
                self._viewer,
                language=self._locale_id,
                section=self._page if block["only_here"] else None,
                limit=block["limit"],
            )
        )
        for event in found:
            event.address = event.get_url(self._request) or ""
        return found

    def documents_of(self, block) -> list:
        return [self._documents[pk] for pk in _ids(block["documents"]) if pk in self._documents]

    def shows(self, image) -> bool:
        return is_shown(self._viewer, image)

    @cached_property
    def title_tag(self) -> str:
        """Tag of the titles of blocks: below the editor's headings, else on their level."""
        kinds = [child.block_type for child in self._stream or ()]
        titled = next((i for i, kind in enumerate(kinds) if kind in TITLED), len(kinds))
        return "h3" if "heading" in kinds[:titled] else "h2"

    def _blocks(self, name: str) -> Iterator:
        return (child.value for child in self._stream or () if child.block_type == name)

    @cached_property
    def _classes(self) -> ClassTree:
        return ClassTree.load()

    @cached_property
    def _class_ids(self) -> set[int]:
        return _gathered(self._blocks("contacts"), lambda block: block["service_classes"])

    @cached_property
    def _contacts(self) -> dict[int, ContactCard]:
        wanted = Q(pk__in=_gathered(self._blocks("contacts"), lambda block: block["contacts"]))
        if self._class_ids:
            in_classes = Contact.service_classes.through.objects.filter(
                serviceclass_id__in=self._classes.below(self._class_ids)
            )
            wanted |= Q(pk__in=in_classes.values("contact_id"))
        contacts = Contact.objects.filter(wanted).order_by("role_title_fi", "pk")
        return {card.pk: card for card in contact_cards(self._viewer, contacts)}

    @cached_property
    def _pages(self) -> dict:
        """Page by translation key: in the language of this page, else the one chosen."""
        links = [link for block in self._blocks("links") for link in block["links"]]
        pages = [link["page"] for link in links if link["page"]]
        if all(page.locale_id == self._locale_id for page in pages):
            return {p.translation_key: p for p in pages if can_see(self._viewer, p)}
        chosen = {page.translation_key: page.pk for page in pages}
        versions = visible_to(self._viewer, Page.objects.filter(translation_key__in=chosen))
        wanted = [
            page
            for page in versions
            if page.locale_id == self._locale_id or page.pk == chosen[page.translation_key]
        ]
        wanted.sort(key=lambda page: page.locale_id == self._locale_id)
        return {page.translation_key: page for page in wanted}

    @cached_property
    def _documents(self) -> dict[int, object]:
        chosen = _gathered(self._blocks("documents"), lambda block: block["documents"])
        return open_documents(self._viewer, chosen)


def _ids(chosen: Iterable) -> list[int]:
    """Ids of what a list of choosers holds; a record that is gone leaves None."""
    return [record.pk for record in chosen if record is not None]


def _gathered(blocks: Iterable, part: Callable) -> set[int]:
    return {pk for block in blocks for pk in _ids(part(block))}
