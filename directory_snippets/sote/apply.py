"""The import: OIDs and the tree of the register onto the organisations and units there are.

Organisations are known by their business id, or by an OID they already have; units by their OID.
Nothing is guessed by name, and nothing that people entered is changed: where it differs, the
report says so. Each record is written in a transaction of its own.
"""

from collections.abc import Iterable
from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Organisation, Unit
from soskes_wagtail.directory_snippets.sote import create, units
from soskes_wagtail.directory_snippets.sote.entries import Entry
from soskes_wagtail.directory_snippets.sote.known import Known
from soskes_wagtail.directory_snippets.sote.report import Kind, Outcome, Report
from soskes_wagtail.directory_snippets.sote.source import SourceError, files_of, read_file
from soskes_wagtail.directory_snippets.sote.tree import Tree


def run_import(address: str, *, dry_run: bool = False, make_unknown: bool = False) -> Report:
    """Import a file or a folder and say what was done.

    With ``dry_run`` all of it is rolled back. ``make_unknown``: also create what the directory
    does not have, where the register says enough of it. Raises SourceError when nothing of the
    source can be used.
    """
    report = Report()
    entries = _read(address, report)
    with transaction.atomic() if dry_run else nullcontext():
        _run(Tree(entries, report), report, make_unknown)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _read(address: str, report: Report) -> list[Entry]:
    files, entries, problem = files_of(address), [], ""
    for file in files:
        try:
            entries += read_file(file)
        except SourceError as error:
            problem = str(error)
            report.skip(file.name, Kind.FILE, problem)
    if not entries:
        if len(files) == 1 and problem:
            raise SourceError(f"{files[0].name}: {problem}")
        raise SourceError(
            _("%(path)s holds nothing of the register of organisations.") % {"path": address}
        )
    return entries


def _run(tree: Tree, report: Report, make_unknown: bool) -> None:
    known = Known()
    unknown = []
    for entry in _from_the_top(tree):
        if (organisation := known.organisation(tree, entry)) is not None:
            _safely(report, Kind.ORGANIZATION, entry, _organisation, organisation, tree, known)
        elif (unit := known.units.get(entry.oid)) is not None:
            _safely(report, Kind.UNIT, entry, units.compare, unit, tree, known)
        elif not entry.ended:
            unknown.append(entry)
    for entry in unknown:
        if make_unknown:
            create.create(entry, tree, known, report)
        else:
            report.unknown.append(
                {"id": entry.oid, "name": entry.name, "business_id": entry.business_id}
            )


def _from_the_top(tree: Tree) -> Iterable[Entry]:
    """Parents before their parts, otherwise in the order of the register."""
    return sorted(tree.by_oid.values(), key=lambda entry: sum(1 for _above in tree.above(entry)))


def _safely(report: Report, kind: Kind, entry: Entry, write, record, *arguments) -> None:
    """One record in one transaction; what fails is left out and said."""
    before = len(report.differences)
    try:
        with transaction.atomic():
            changed = write(entry, record, *arguments, report)
    except ValidationError as error:
        record.refresh_from_db()
        del report.differences[before:]
        report.skip(entry.oid, kind, " ".join(error.messages))
    else:
        report.done(kind, Outcome.UPDATED if changed else Outcome.UNCHANGED)


def _organisation(
    entry: Entry, organisation: Organisation, tree: Tree, known: Known, report: Report
) -> bool:
    """Sets an OID and a place in the tree that are missing; whether anything was written."""
    kind = Kind.ORGANIZATION
    if entry.ended:
        if organisation.is_current():
            report.differ(kind, entry, "valid_to", "", _("ended"))
        return False
    changed = []
    if not organisation.oid:
        if holder := known.holder(entry.oid):
            report.differ(kind, entry, "oid", "", _("in use: %(name)s") % {"name": holder})
        else:
            organisation.oid = entry.oid
            changed.append("oid")
    elif organisation.oid != entry.oid:
        report.differ(kind, entry, "oid", organisation.oid, entry.oid)
    business_id = tree.business_id(entry)
    if business_id and organisation.business_id != business_id:
        report.differ(kind, entry, "business_id", organisation.business_id or "", business_id)
    if _is_other(entry.name, organisation):
        report.differ(kind, entry, "name", organisation.name_fi, entry.name)
    parent = known.organisation_above(tree, entry)
    if parent is not None and parent.pk != organisation.parent_id:
        if organisation.parent_id is None:
            organisation.parent = parent
            changed.append("parent")
        else:
            report.differ(kind, entry, "parent", organisation.parent.name_fi, parent.name_fi)
    if changed:
        organisation.clean()
        organisation.save(update_fields=changed)
        known.remember(organisation)
    return bool(changed)


def _is_other(name: str, record: Organisation | Unit) -> bool:
    return name.casefold() not in {
        " ".join(own.split()).casefold() for own in (record.name_fi, record.name_sv, record.name_en)
    }
