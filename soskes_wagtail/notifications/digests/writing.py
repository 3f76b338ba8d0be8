"""The texts of mails: made once for all who are told the same in the same language, and finished
for each with their name and their address to end it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.translation import ngettext

from soskes_wagtail.notifications.addresses import Addresses
from soskes_wagtail.notifications.models import Notice

FOLDER = "soskes_wagtail/notifications/mail"
#: Notices told in one mail; for the rest it says how many there are.
MOST = 30


class Entry(NamedTuple):
    """One notice in a mail."""

    label: str
    title: str
    body: str
    url: str
    why: str


@dataclass(frozen=True)
class Text:
    subject: str
    plain: str
    html: str


class Writer:
    """Writes the mails of one run. What it keeps holds the texts of notices and is let go with
    it; who may be told of them is decided before, for each reader."""

    def __init__(self, addresses: Addresses | None = None):
        self.addresses = addresses or Addresses()
        # Nobody can have written these into a notice.
        self._name, self._unsubscribe = secrets.token_hex(16), secrets.token_hex(16)
        self._frame = lru_cache(maxsize=256)(self._make_frame)
        self._entry = lru_cache(maxsize=1024)(self._make_entry)

    def write(self, notices: list[Notice], *, name: str, unsubscribe: str) -> Text:
        """The mail in the active language; ``unsubscribe``: full address, or empty."""
        language = translation.get_language()
        entries = tuple(self._entries(notices[:MOST]))
        plain, html = (
            self._frame(language, ending, entries, len(notices) - len(entries), bool(unsubscribe))
            for ending in ("txt", "html")
        )
        return Text(
            _subject(entries, len(notices)),
            self._finished(plain, name, unsubscribe),
            self._finished(html, conditional_escape(name), conditional_escape(unsubscribe)),
        )

    def _finished(self, text: str, name: str, unsubscribe: str) -> str:
        return text.replace(self._unsubscribe, unsubscribe).replace(self._name, name)

    def _entries(self, notices: Iterable[Notice]) -> Iterable[Entry]:
        for notice in notices:
            event = notice.event
            url = self.addresses.full(event.url)
            yield Entry(event.label, event.title, event.body, url, notice.why)

    def _make_frame(
        self, language: str, ending: str, entries: tuple[Entry, ...], more: int, ends: bool
    ) -> str:
        context = {
            "entries": [self._entry(language, ending, entry) for entry in entries],
            "more": more,
            "name": self._name,
            "language": language,
            "notices_url": self.addresses.notices(),
            "settings_url": self.addresses.settings(),
            "unsubscribe_url": self._unsubscribe if ends else "",
        }
        return str(render_to_string(f"{FOLDER}/digest.{ending}", context))

    def _make_entry(self, language: str, ending: str, entry: Entry) -> str:
        return render_to_string(f"{FOLDER}/entry.{ending}", {"entry": entry})


def _subject(entries: tuple[Entry, ...], count: int) -> str:
    if count == 1:
        return f"SosKes: {entries[0].label} – {entries[0].title}"
    words = ngettext("%(count)s new notice", "%(count)s new notices", count) % {"count": count}
    return f"SosKes: {words}"
