"""Where records are shown, for a batch of them; a few queries, whatever their number."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from wagtail.models import Locale

from soskes_wagtail.access.audiences import Audience, Disclosure
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES
from soskes_wagtail.directory_snippets.services.classes import ClassTree
from soskes_wagtail.search_sources import section_key


@dataclass(frozen=True)
class Places:
    """``directory``: tree path of the municipal directory, below which records are shown; empty
    without one. ``sections``: keys of the section pages about a service class, by its id."""

    directory: str
    sections: dict[int, frozenset[str]]

    @classmethod
    def load(cls) -> "Places":
        from soskes_wagtail.sections.models import MunicipalityDirectoryPage, ServiceSectionPage

        default = Locale.get_default().pk
        paths = MunicipalityDirectoryPage.objects.live().values_list("locale_id", "path")
        in_order = sorted(paths, key=lambda row: (row[0] != default, row[1]))
        pages = {page.pk: page for page in ServiceSectionPage.objects.live()}
        links = ServiceSectionPage.service_classes.through.objects.filter(
            servicesectionpage_id__in=pages
        ).values_list("servicesectionpage_id", "serviceclass_id")
        tree = ClassTree.load()
        sections: dict[int, set[str]] = {}
        for page_id, class_id in links:
            for below in tree.below([class_id]):
                sections.setdefault(below, set()).add(section_key(pages[page_id]))
        return cls(
            directory=in_order[0][1] if in_order else "",
            sections={pk: frozenset(keys) for pk, keys in sections.items()},
        )

    def sections_of(self, class_ids) -> set[str]:
        return {key for pk in class_ids for key in self.sections.get(pk, ())}


def in_languages(record, *names: str) -> dict[str, str]:
    """Texts of fields like ``name_fi`` by language, joined."""
    return {
        code: "\n".join(filter(None, (getattr(record, f"{name}_{code}") for name in names)))
        for code in FALLBACK_LANGUAGES
    }


def joined(*texts: dict[str, str]) -> dict[str, str]:
    """Texts by language, each language's joined."""
    return {
        code: "\n".join(filter(None, (text.get(code, "") for text in texts)))
        for code in FALLBACK_LANGUAGES
    }


def start_of(day) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def end_of(day) -> datetime | None:
    """The moment after the last day."""
    return start_of(day + timedelta(days=1)) if day else None


def keys_of(level: str, organisation_id: int) -> tuple[str, ...]:
    """Access keys of those who are shown what has a level of ``Disclosure``."""
    if level == Disclosure.OWN_ORGANISATION:
        return (f"own:{organisation_id}", str(Audience.ADMINS))
    return (str(level),)


#: From everybody to few.
LEVELS = (
    Disclosure.PUBLIC,
    Disclosure.MEMBERS,
    Disclosure.OWN_ORGANISATION,
    Disclosure.ADMINS,
)


def disclosed(record, groups: dict[str, str]) -> list[tuple[tuple[str, ...], str]]:
    """Texts of field groups for those who are shown them: ``(access keys, text)``, the first for
    all who see the record, each further one with what fewer people are shown besides.

    ``groups``: text by the name of the group, whose level is ``<name>_audience``.
    """
    least = LEVELS.index(Disclosure(record.audience))
    by_level: dict[int, list[str]] = {least: []}
    for name, text in groups.items():
        if text:
            level = LEVELS.index(Disclosure(getattr(record, f"{name}_audience")))
            by_level.setdefault(max(least, level), []).append(text)
    found, texts = [], []
    for level in sorted(by_level):
        texts += by_level[level]
        found.append((keys_of(LEVELS[level], record.organisation_id), "\n".join(texts)))
    return found
