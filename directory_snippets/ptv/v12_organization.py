"""Organisations of v12."""

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.ptv.model import AreaRef, Organization
from soskes_wagtail.directory_snippets.ptv.parse_common import (
    Unusable,
    text,
    uuid,
    warn_of_nameless_texts,
)
from soskes_wagtail.directory_snippets.ptv.parse_organization import TYPES, checked
from soskes_wagtail.directory_snippets.ptv.v12_address import read_place
from soskes_wagtail.directory_snippets.ptv.v12_common import (
    coverage,
    display_names,
    identity,
    plain_texts,
)
from soskes_wagtail.directory_snippets.ptv.v12_contact import read_contacts
from soskes_wagtail.directory_snippets.validators import validate_business_id, validate_oid


def parse(data: dict) -> Organization:
    """One organisation. Raises Unusable with the reason when it cannot be imported."""
    found = Organization(id=identity(data), names=display_names(data))
    kind = text(data.get("organizationType"))
    found.type = str(TYPES.get(kind, ""))
    if not found.type:
        raise Unusable(_("Its type %(type)s is not known.") % {"type": kind or "–"})
    found.business_id = checked(
        found, data.get("businessId"), validate_business_id, _("The business ID %(value)s")
    )
    found.oid = checked(found, data.get("oid"), validate_oid, _("The OID code %(value)s"))
    found.parent_id = uuid(data.get("parentOrganizationContentId"))
    found.area = _own_area(data)
    found.descriptions = plain_texts(data, "description", "summary")
    found.contacts = read_contacts(
        data,
        phones=("contactPhoneNumbers",),
        emails=("contactEmails",),
        pages=("contactWebPages",),
    ).points
    found.place = read_place(data.get("location"), data.get("contactAddresses"), found)
    warn_of_nameless_texts(found, found.descriptions)
    return found


def brief(data: dict) -> Organization | None:
    """What ``versions.brief`` says, of v12."""
    identifier = uuid(data.get("contentId"))
    return identifier and Organization(
        id=identifier,
        business_id=text(data.get("businessId")) or None,
        oid=text(data.get("oid")) or None,
        parent_id=uuid(data.get("parentOrganizationContentId")),
        area=_own_area(data),
    )


def _own_area(data: dict) -> AreaRef | None:
    """The area, when there is exactly one: a municipality has always one, itself."""
    own = coverage(data.get("area")).areas
    if text(data.get("organizationType")) == "Municipality":
        own = [area for area in own if area.kind == Area.Kind.MUNICIPALITY]
    return own[0] if len(own) == 1 else None
