import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.directory_snippets.sheets.apply import NotWritten, write_sheet
from soskes_wagtail.directory_snippets.sheets.identity import pk_of
from soskes_wagtail.directory_snippets.sheets.kinds import KINDS, Kind, is_any_heading, likeliest
from soskes_wagtail.directory_snippets.sheets.plan import Outcome, Plan, make_plan
from soskes_wagtail.directory_snippets.sheets.report import as_json as report_of
from soskes_wagtail.directory_snippets.sheets.scope import Scope
from soskes_wagtail.directory_snippets.sheets.sheet import MOST_BYTES, Sheet, SheetError
from soskes_wagtail.directory_snippets.sheets.source import read_sheet


class Command(BaseCommand):
    help = (
        "Reads contacts, service points or organisations from a CSV or Excel file: rows with a "
        "SosKes ID, a code or the same name are changed, others made. When a row is wrong nothing "
        "is written. Example: manage.py soskes_import_table contacts.xlsx --organisation "
        "1234567-1 --dry-run"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help="CSV or .xlsx")
        parser.add_argument(
            "--organisation",
            help="organisation of rows that name none; no row outside it and what is below it is "
            "touched (name, business ID, OID or SosKes ID)",
        )
        parser.add_argument(
            "--kind",
            choices=list(KINDS),
            help="what the rows are; by default what the headings say",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done and change nothing"
        )
        parser.add_argument(
            "--partial", action="store_true", help="write the correct rows when others are wrong"
        )
        parser.add_argument(
            "--json",
            action="store_true",
            dest="as_json",
            help="print the report as one JSON object",
        )

    def handle(self, *, file, organisation, kind, dry_run, partial, as_json, **options):
        scope = Scope(organisation=_organisation(organisation) if organisation else None)
        try:
            sheet = read_sheet(_content(file), is_any_heading)
            found = KINDS[kind] if kind else _kind(sheet)
            if dry_run:
                plan = make_plan(sheet, found, scope)
            else:
                plan = write_sheet(sheet, found, scope, partial=partial)
        except NotWritten as error:
            self._print(error.plan, as_json)
            raise CommandError(
                _("Nothing was written. Mend the rows, or take the correct ones with --partial.")
            ) from None
        except SheetError as error:
            raise CommandError(" ".join(str(error).split())) from None
        self._print(plan, as_json)
        if dry_run and not as_json:
            self.stdout.write(_("This was a trial: nothing was changed."))
        usable = plan.of(Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)
        if not usable:
            raise CommandError(_("No row could be used."))

    def _print(self, plan: Plan, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report_of(plan), indent=2, ensure_ascii=False))
            return
        counts = plan.counts
        words = {
            Outcome.CREATED: _("new"),
            Outcome.UPDATED: _("changed"),
            Outcome.UNCHANGED: _("as before"),
            Outcome.REFUSED: _("wrong"),
        }
        numbers = ", ".join(f"{word} {counts[outcome]}" for outcome, word in words.items())
        self.stdout.write(f"{plan.kind.label}: {numbers}")
        for remark in plan.remarks:
            self.stdout.write(remark)
        for entry in plan.entries:
            row = _("Row %(number)s: %(text)s")
            if entry.problems:
                text = " ".join(entry.problems)
                self.stdout.write(row % {"number": entry.number, "text": text})
            elif entry.outcome is Outcome.CREATED:
                text = f"{words[entry.outcome]}: {entry.title}"
                self.stdout.write(row % {"number": entry.number, "text": text})
            for change in entry.changes if entry.outcome is Outcome.UPDATED else ():
                text = f"{entry.title} – {change.heading}: {change.was} → {change.becomes}"
                self.stdout.write(row % {"number": entry.number, "text": text})


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise SheetError(
            _("%(path)s cannot be read: %(reason)s") % {"path": file, "reason": error.strerror}
        ) from error


def _kind(sheet: Sheet) -> Kind:
    first = likeliest(sheet.headings)[:1]
    if not first:
        raise SheetError(_("None of the headings is known."))
    return first[0]


def _organisation(text: str) -> Organisation:
    """By business ID, OID, SosKes ID or Finnish name."""
    rows = Organisation.objects.all()
    for lookup in ({"business_id": text}, {"oid": text}, {"name_fi": text}):
        found = list(rows.filter(**lookup)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise CommandError(
                _("Several organisations are called %(name)s: give the business ID or OID.")
                % {"name": text}
            )
    pk = pk_of(Organisation, text)
    found = rows.filter(pk=pk).first() if pk else None
    if found is None:
        raise CommandError(_("There is no organisation %(name)s.") % {"name": text})
    return found
