"""Keep an import and an editor's revisions of a service apart, and both of them whole.

The admin opens the latest revision of a row. So when an import changes a row that has revisions,
a new revision must say the same, or the next "publish" would bring the old text back. An editor's
unpublished draft is kept: what the editor changed stays, what was as published before the import
becomes what PTV says now.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Service
from soskes_wagtail.directory_snippets.services.ptv_owned import OWNED

_FIELDS = [Service._meta.get_field(name) for name in OWNED[Service].fields]
_TEXTS = [field.attname for field in _FIELDS if not field.many_to_many]
_SETS = [field.name for field in _FIELDS if field.many_to_many]
_MARKS = OWNED[Service].marks


@dataclass
class Before:
    """A row before the import: its published values, and the draft when there is one."""

    values: dict[str, Any]
    draft: Service | None
    has_revisions: bool


def look(row: Service) -> Before:
    """Take down ``row`` before it is changed."""
    values = {name: getattr(row, name) for name in _TEXTS} if row.pk else {}
    if not row.pk or not row.latest_revision_id:
        return Before(values, None, False)
    values |= {name: _ids(row, name) for name in _SETS}
    values["legal_basis"] = _laws(row)
    draft = row.get_latest_revision_as_object() if row.has_unpublished_changes else None
    return Before(values, draft, True)


def carry_over(row: Service, before: Before, warnings: list[str]) -> None:
    """Write the revisions that the changed ``row`` needs. ``row`` is fresh from the database."""
    if not before.has_revisions:
        return
    published = row.save_revision(clean=False, changed=False)
    if row.live:
        row.live_revision = published
        row.save(update_fields=["live_revision"])
    if before.draft is None:
        return
    kept = _merge(before.draft, before.values, row)
    before.draft.save_revision(clean=False)
    if kept:
        warnings.append(
            _("An editor's unpublished draft keeps its own text in: %(fields)s.")
            % {"fields": ", ".join(kept)}
        )


def _merge(draft: Service, before: dict[str, Any], row: Service) -> list[str]:
    """Bring PTV's news into the draft; names of the fields that stay as the editor wrote them."""
    kept = []
    for name in _TEXTS:
        if getattr(draft, name) == before[name]:
            setattr(draft, name, getattr(row, name))
        elif getattr(draft, name) != getattr(row, name):
            kept.append(str(Service._meta.get_field(name).verbose_name))
    for name in _SETS:
        if _ids(draft, name) == before[name]:
            setattr(draft, name, list(getattr(row, name).all()))
        elif _ids(draft, name) != _ids(row, name):
            kept.append(str(Service._meta.get_field(name).verbose_name))
    if _laws(draft) == before["legal_basis"]:
        draft.legal_basis = list(row.legal_basis.all())
    for name in _MARKS:
        setattr(draft, name, getattr(row, name))
    return kept


def _ids(row: Service, name: str) -> set[int]:
    return {related.pk for related in getattr(row, name).all()}


def _laws(row: Service) -> list[tuple[int, str]]:
    return sorted((law.statute_id, law.provisions) for law in row.legal_basis.all())
