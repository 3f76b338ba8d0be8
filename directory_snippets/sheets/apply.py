"""Write what a plan says, all in one transaction."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from soskes_wagtail.bulk.rows import begin_writing
from soskes_wagtail.directory_snippets.sheets.kinds import Kind
from soskes_wagtail.directory_snippets.sheets.plan import Outcome, Plan, make_plan
from soskes_wagtail.directory_snippets.sheets.scope import Scope
from soskes_wagtail.directory_snippets.sheets.sheet import Sheet, SheetError
from soskes_wagtail.directory_snippets.sheets.write import write_entries


class NotWritten(Exception):
    """Nothing was written; ``plan`` says what there would be to do now."""

    def __init__(self, plan: Plan):
        super().__init__()
        self.plan = plan


@transaction.atomic
def write_sheet(
    sheet: Sheet, kind: Kind, scope: Scope, *, partial: bool = False, expected: str | None = None
) -> Plan:
    """Look again what is to be done, do it and return it.

    ``partial``: leave out the rows that are wrong; otherwise one wrong row means that nothing
    is written. ``expected``: fingerprint of the plan that somebody agreed to. Raises NotWritten
    when it has changed, or when rows are wrong; SheetError for the whole table.
    """
    begin_writing(kind.model)
    plan = make_plan(sheet, kind, scope, lock=True)
    if expected is not None and plan.fingerprint != expected:
        raise NotWritten(plan)
    if plan.of(Outcome.REFUSED) and not partial:
        raise NotWritten(plan)
    try:
        with transaction.atomic():
            write_entries(kind.model, plan.of(Outcome.CREATED, Outcome.UPDATED), scope.user)
    except IntegrityError as error:
        # Somebody wrote a row with the same code between our look and our writing.
        raise SheetError(_("Somebody changed the same rows just now. Try again.")) from error
    return plan
