"""Tables between their preview and their writing: kept here, written once, soon forgotten."""

import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Organisation, TableUpload
from soskes_wagtail.directory_snippets.sheets.apply import write_sheet
from soskes_wagtail.directory_snippets.sheets.kinds import KINDS, Kind, is_any_heading, likeliest
from soskes_wagtail.directory_snippets.sheets.plan import Outcome, Plan, make_plan
from soskes_wagtail.directory_snippets.sheets.scope import Scope
from soskes_wagtail.directory_snippets.sheets.sheet import MOST_BYTES, Sheet, SheetError
from soskes_wagtail.directory_snippets.sheets.source import read_sheet

#: A preview that nobody confirms, and the numbers of what was written, are forgotten then.
KEPT = datetime.timedelta(days=1)


def keep_upload(
    user, kind: Kind, organisation: Organisation | None, file: UploadedFile
) -> TableUpload:
    """Read a file and keep its rows for the preview. Raises SheetError."""
    TableUpload.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    sheet = read_sheet(file.read(MOST_BYTES + 1), is_any_heading)
    _check_kind(sheet, kind)
    # The headings as a whole, before anybody looks at a preview that cannot be.
    make_plan(Sheet(sheet.headings, [], []), kind, Scope(user, organisation))
    return TableUpload.objects.create(
        user=user,
        kind=kind.key,
        organisation=organisation,
        file_name=file.name[:255].replace("\0", ""),
        table=sheet.as_json(),
    )


def _check_kind(sheet: Sheet, kind: Kind) -> None:
    best = likeliest(sheet.headings)
    if best and best[0] is not kind:
        known = [sum(k.find_cell(h) is not None for h in sheet.headings) for k in (best[0], kind)]
        if known[0] > known[1]:
            raise SheetError(
                _("The headings are those of “%(kind)s”. Choose it and send the file again.")
                % {"kind": best[0].label}
            )


def plan_of(upload: TableUpload) -> Plan:
    """What the table would do now. Raises SheetError."""
    return make_plan(Sheet.from_json(upload.table), KINDS[upload.kind], _scope(upload))


def write_upload(upload: TableUpload, *, expected: str, partial: bool) -> bool:
    """Write the table once; False when that was done already.

    Raises NotWritten when it would do something else than what its sender saw (``expected``:
    fingerprint of that plan) or has wrong rows, SheetError for the whole table.
    """
    with transaction.atomic():
        # Of two at the same time the second waits here, and finds nothing to do.
        open_uploads = TableUpload.objects.filter(pk=upload.pk, written_at=None)
        if not open_uploads.update(written_at=timezone.now()):
            return False
        plan = write_sheet(
            Sheet.from_json(upload.table),
            KINDS[upload.kind],
            _scope(upload),
            partial=partial,
            expected=expected,
        )
        counts = {outcome.value: plan.counts[outcome] for outcome in Outcome}
        TableUpload.objects.filter(pk=upload.pk).update(table={}, result=counts)
    return True


def _scope(upload: TableUpload) -> Scope:
    return Scope(upload.user, upload.organisation)
