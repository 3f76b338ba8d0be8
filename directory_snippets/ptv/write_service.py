"""Services: one row a language, with classes, laws and connections."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from soskes_wagtail.directory_snippets.models import Service, ServiceLegalBasis, ServiceOffering
from soskes_wagtail.directory_snippets.ptv import drafts, markdown
from soskes_wagtail.directory_snippets.ptv.connections import service_change
from soskes_wagtail.directory_snippets.ptv.lookups import KnownService, Lookups
from soskes_wagtail.directory_snippets.ptv.model import Concept
from soskes_wagtail.directory_snippets.ptv.model import Service as Item
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable
from soskes_wagtail.directory_snippets.ptv.plan import Plan
from soskes_wagtail.directory_snippets.ptv.report import Outcome
from soskes_wagtail.directory_snippets.ptv.richtext import to_html
from soskes_wagtail.directory_snippets.ptv.rows import check_row, withdraw_row


@dataclass
class _Resolved:
    """What the references of a service were found to be."""

    organisation_id: int | None
    classes: list[Concept]
    target_groups: list[Concept]
    statute_ids: list[int]


def decide(item: Item, plan: Plan, lookups: Lookups) -> tuple[Outcome, Callable[[], None] | None]:
    """What becomes of the item, and the function that writes it (None: nothing to write).

    Raises Unusable when it has no name in a language of the site.
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

    def write() -> None:
        key = next((row.translation_key for row in rows.values()), None) or uuid.uuid4()
        written = {
            language: _write_row(item, language, _mark(language, digest), key, resolved, lookups)
            for language in stale
        }
        for row in gone:
            withdraw_row(Service, row.pk)
        source_pk = written[languages[0]].pk if languages[0] in written else source.pk
        change.write(source_pk, lookups, item.warnings)

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


def _write_row(
    item: Item, language: str, mark: str, key, resolved: _Resolved, lookups: Lookups
) -> Service:
    locale_id = lookups.locales[language]
    row = Service.objects.filter(translation_key=key, locale_id=locale_id).first()
    if row is None:
        now = timezone.now()
        row = Service(
            translation_key=key,
            locale_id=locale_id,
            first_published_at=now,
            last_published_at=now,
        )
    before = drafts.look(row)
    for name, value in _texts(item, language).items():
        setattr(row, name, value)
    row.ptv_id, row.source_hash, row.withdrawn_at = item.id, mark, None
    row.organisation_id = resolved.organisation_id
    check_row(row)
    with disable_reference_index_auto_update():
        row.save()
        for relation, index, concepts in (
            (Service.service_classes, lookups.classes, resolved.classes),
            (Service.target_groups, lookups.target_groups, resolved.target_groups),
        ):
            pks = {index.pk(concept, item.warnings) for concept in concepts}
            _set_members(row, relation.through, pks)
        _add_laws(row, resolved.statute_ids)
    row = Service.objects.get(pk=row.pk)
    drafts.carry_over(row, before, item.warnings)
    ReferenceIndex.create_or_update_for_object(row)
    return row


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


def _set_members(row: Service, through: type[Model], wanted: set[int]) -> None:
    """Set a many-to-many relation by ids, touching only what differs."""
    target = next(
        field for field in through._meta.fields if field.is_relation and field.name != "service"
    )
    members = through.objects.filter(service=row)
    there = set(members.values_list(target.attname, flat=True))
    members.filter(**{f"{target.attname}__in": there - wanted}).delete()
    through.objects.bulk_create(
        [through(service=row, **{target.attname: pk}) for pk in sorted(wanted - there)]
    )


def _add_laws(row: Service, statute_ids: Iterable[int]) -> None:
    """Add the laws that are not there yet. None is taken away: editors add laws and sections."""
    laws = ServiceLegalBasis.objects.filter(service=row)
    there = set(laws.values_list("statute_id", flat=True))
    missing = [pk for pk in statute_ids if pk not in there]
    ServiceLegalBasis.objects.bulk_create(
        [
            ServiceLegalBasis(service=row, statute_id=pk, sort_order=len(there) + position)
            for position, pk in enumerate(missing)
        ]
    )
