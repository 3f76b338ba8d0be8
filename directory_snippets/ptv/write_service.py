"""Services: one row a language, with classes, laws and connections."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from soskes_wagtail.directory_snippets.models import Service, ServiceOffering
from soskes_wagtail.directory_snippets.ptv import drafts, markdown
from soskes_wagtail.directory_snippets.ptv.changes import Change
from soskes_wagtail.directory_snippets.ptv.connect_service import ServiceChange, service_change
from soskes_wagtail.directory_snippets.ptv.connections import Connections
from soskes_wagtail.directory_snippets.ptv.fitting import fitted
from soskes_wagtail.directory_snippets.ptv.lookups import KnownService, Lookups
from soskes_wagtail.directory_snippets.ptv.model import Concept
from soskes_wagtail.directory_snippets.ptv.model import Service as Item
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable
from soskes_wagtail.directory_snippets.ptv.plan import Plan
from soskes_wagtail.directory_snippets.ptv.report import Outcome
from soskes_wagtail.directory_snippets.ptv.richtext import to_html
from soskes_wagtail.directory_snippets.ptv.rows import Links, RowChange


@dataclass
class _Resolved:
    """What the references of a service were found to be."""

    organisation_id: int | None
    classes: list[Concept]
    target_groups: list[Concept]
    statute_ids: list[int]


@dataclass
class ServiceWrite(Change):
    item: Item
    resolved: _Resolved
    #: Language versions to write, the one that connections hang on first when it is among them.
    versions: dict[str, RowChange]
    #: The version that connections hang on, when it is not written.
    source_pk: int | None
    gone: list[KnownService]
    connected: ServiceChange
    members: list[tuple[type[Model], set[int]]] = field(default_factory=list)
    before: dict[int, drafts.Before] = field(default_factory=dict)

    @property
    def withdraws(self) -> Sequence[tuple[type[Model], int]]:
        return [(Service, row.pk) for row in self.gone]

    @property
    def rows(self) -> Sequence[RowChange]:
        return list(self.versions.values())

    @property
    def disconnects(self) -> Sequence[int]:
        return list(self.connected.remove)

    @property
    def links(self) -> Sequence[Links]:
        return [
            Links(Service, row.pk, through, pks)
            for row in self.rows
            for through, pks in self.members
        ]

    @staticmethod
    def before_all(changes: Sequence["ServiceWrite"]) -> None:
        """Take down the rows that have revisions, which must go on to say the same as the row."""
        pks = [row.pk for change in changes for row in change.rows if not row.is_new]
        revised = Service.objects.filter(pk__in=pks, latest_revision__isnull=False)
        rows = {row.pk: row for row in revised} if pks else {}
        for change in changes:
            change.before = {
                row.pk: drafts.look(rows[row.pk]) for row in change.rows if row.pk in rows
            }

    def prepare(self, lookups: Lookups) -> None:
        self.members = [
            (relation.through, {index.pk(concept, self.item.warnings) for concept in concepts})
            for relation, index, concepts in (
                (Service.service_classes, lookups.classes, self.resolved.classes),
                (Service.target_groups, lookups.target_groups, self.resolved.target_groups),
            )
            if self.versions
        ]

    def connect(self, lookups: Lookups, connections: Connections) -> None:
        pk = self.source_pk or self.rows[0].pk
        self.connected.collect(pk, lookups, self.item.warnings, connections)
        for row in self.rows:
            connections.laws.append((row.pk, self.resolved.statute_ids))

    def finish(self) -> None:
        for pk, before in self.before.items():
            drafts.carry_over(Service.objects.get(pk=pk), before, self.item.warnings)


def decide(item: Item, plan: Plan, lookups: Lookups) -> tuple[Outcome, ServiceWrite | None]:
    """What becomes of the item, and what has to be written (None: nothing).

    Raises Unusable when it has no name in a language of the site, ValidationError when a value
    does not fit its column.
    """
    languages = [language for language in lookups.locales if language in item.names]
    if not languages:
        raise Unusable(
            _("Its languages (%(languages)s) are none of this site's.")
            % {"languages": ", ".join(sorted(item.names))}
        )
    resolved = _resolve(item, lookups)
    areas = lookups.areas.usable(item.coverage.areas, item.warnings)
    digest = item.fingerprint(
        resolved.organisation_id,
        [concept.code for concept in resolved.classes],
        [concept.code for concept in resolved.target_groups],
        resolved.statute_ids,
    )
    rows = {row.locale_id: row for row in lookups.services.get(item.id, ())}
    stale, gone = _compare(item, languages, digest, rows, lookups)
    source = rows.get(lookups.locales[languages[0]])
    change = service_change(item, source.pk if source else None, areas, plan, lookups)
    if not stale and not gone and not change:
        return Outcome.UNCHANGED, None
    key = next((row.translation_key for row in rows.values()), None) or uuid.uuid4()
    versions = {
        language: _version(item, language, digest, key, rows, resolved, lookups)
        for language in stale
    }
    source_pk = None if languages[0] in versions else source.pk
    write = ServiceWrite(item, resolved, versions, source_pk, gone, change)
    return Outcome.UPDATED if rows else Outcome.CREATED, write


def _mark(language: str, digest: str) -> str:
    """Mark of one language version. The language in it tells a version that PTV gave from a
    translation made here, which is a copy and carries the mark of its source."""
    return f"{language}:{digest}"[:64]


def _compare(
    item: Item, languages: list[str], digest: str, rows: dict[int, KnownService], lookups: Lookups
) -> tuple[list[str], list[KnownService]]:
    """Languages to write, and rows whose language PTV has taken away."""
    names = {pk: language for language, pk in lookups.locales.items()}
    local = {pk for pk, row in rows.items() if _is_local(row, names.get(pk, ""), lookups)}
    stale = []
    for language in languages:
        row = rows.get(lookups.locales[language])
        if row and row.locale_id in local:
            item.warnings.append(
                _("The version in the language %(language)s was written here and stays.")
                % {"language": language}
            )
        elif row is None or row.withdrawn or row.source_hash != _mark(language, digest):
            stale.append(language)
    gone = [
        row
        for pk, row in rows.items()
        if pk not in local and names.get(pk) not in languages and not row.withdrawn
    ]
    for row in gone:
        item.warnings.append(
            _("The version in the language %(language)s was taken away.")
            % {"language": names.get(row.locale_id, "")}
        )
    return stale, gone


def _is_local(row: KnownService, language: str, lookups: Lookups) -> bool:
    if row.ptv_id is None or (row.translation_key, row.locale_id) in lookups.translated:
        return True
    return bool(row.source_hash) and not row.source_hash.startswith(f"{language}:")


def _resolve(item: Item, lookups: Lookups) -> _Resolved:
    responsible = [
        lookups.organizations[role.organization_id].pk
        for role in item.roles
        if role.role == ServiceOffering.Role.RESPONSIBLE
        and role.organization_id in lookups.organizations
    ]
    statute_ids = []
    for law in item.laws:
        for year, number in law.statutes:
            if pk := lookups.statutes.get((year, number)):
                statute_ids.append(pk)
            else:
                item.warnings.append(
                    _("The statute %(number)s/%(year)s (%(name)s) is not in the directory.")
                    % {"number": number, "year": year, "name": next(iter(law.names.values()), "–")}
                )
    return _Resolved(
        organisation_id=responsible[0] if responsible else None,
        classes=lookups.classes.usable(item.classes, item.warnings),
        target_groups=lookups.target_groups.usable(item.target_groups, item.warnings),
        statute_ids=sorted(set(statute_ids)),
    )


def _version(
    item: Item, language: str, digest: str, key, rows, resolved: _Resolved, lookups: Lookups
) -> RowChange:
    locale_id = lookups.locales[language]
    values = {
        "ptv_id": item.id,
        "source_hash": _mark(language, digest),
        "withdrawn_at": None,
        "organisation_id": resolved.organisation_id,
        **_texts(item, language),
    }
    row, now = rows.get(locale_id), timezone.now()
    initial = {
        "translation_key": key,
        "locale_id": locale_id,
        "first_published_at": now,
        "last_published_at": now,
    }
    return RowChange(Service, row.pk if row else None, fitted(Service, values), initial=initial)


def _texts(item: Item, language: str) -> dict[str, str]:
    render = _renderer(item)
    return {
        "name": item.names[language],
        "summary": item.summaries.get(language, ""),
        "description": render(item.descriptions.get(language, "")),
        "who_for": render(item.requirements.get(language, "")),
        "how_to_apply": _instructions(item, language),
    }


def _renderer(item: Item) -> Callable[[str], str]:
    return markdown.to_html if item.is_markdown else to_html


def _instructions(item: Item, language: str) -> str:
    with override(language):
        headings = {
            "deadline": _("Deadline"),
            "processing": _("Processing time"),
            "validity": _("Period of validity"),
            "charge": _("Charges"),
        }
    parts = []
    for heading, content in item.instructions:
        if language in content:
            title = f"<h4>{escape(headings[heading])}</h4>" if heading else ""
            parts.append(title + _renderer(item)(content[language]))
    return "".join(parts)
