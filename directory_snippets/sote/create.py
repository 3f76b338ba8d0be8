"""New records from the register, only where it says what they are."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Area, Organisation, Unit
from soskes_wagtail.directory_snippets.sote.entries import Entry
from soskes_wagtail.directory_snippets.sote.known import Known
from soskes_wagtail.directory_snippets.sote.report import Kind, Outcome, Report
from soskes_wagtail.directory_snippets.sote.tree import Tree


def create(entry: Entry, tree: Tree, known: Known, report: Report) -> None:
    """An organisation for an entry with a business id of its own, a unit for what is below one
    that the directory has. Parents must have been created before their parts."""
    business_id = tree.business_id(entry)
    kind = Kind.ORGANIZATION if business_id else Kind.UNIT
    try:
        if business_id:
            record = _organisation(entry, business_id, tree, known)
        else:
            record = _unit(entry, tree, known)
        record.full_clean(exclude=["business_id", "oid"])
        with transaction.atomic():
            record.save()
    except ValidationError as error:
        report.skip(entry.oid, kind, " ".join(error.messages))
    else:
        known.remember(record)
        report.done(kind, Outcome.CREATED)


def _organisation(entry: Entry, business_id: str, tree: Tree, known: Known) -> Organisation:
    if not entry.is_private:
        raise ValidationError(
            _("The register does not say what kind of public organisation it is: add it by hand.")
        )
    return Organisation(
        type=Organisation.Type.COMPANY,
        business_id=business_id,
        oid=entry.oid,
        parent=known.organisation_above(tree, entry),
        **_common(entry),
    )


def _unit(entry: Entry, tree: Tree, known: Known) -> Unit:
    organisation = known.organisation_above(tree, entry)
    if organisation is None:
        raise ValidationError(_("The organisation that it is a part of is not in the directory."))
    code = entry.municipality
    area = Area.objects.municipalities().filter(code=code).first() if code else None
    return Unit(organisation=organisation, area=area, oid=entry.oid, **_common(entry))


def _common(entry: Entry) -> dict[str, str]:
    return {
        "name_fi": entry.name,
        "street_fi": entry.street,
        "postal_code": entry.postal_code,
        "post_office_fi": entry.post_office,
    }
