"""In one or two words, whether a membership or a licence opens SosKes, and why not."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from soskes_wagtail.conf import app_settings
from soskes_wagtail.dates import short_date
from soskes_wagtail.directory_snippets.models import Licence, Membership
from soskes_wagtail.directory_snippets.models.licence import HasLicence
from soskes_wagtail.directory_snippets.models.membership import HOST_ROLES


def with_licence(memberships: QuerySet) -> QuerySet:
    """Annotates ``has_licence``, which ``membership_state`` reads."""
    return memberships.annotate(has_licence=HasLicence("organisation_id", timezone.localdate()))


def is_open_to(membership: Membership) -> bool:
    """Whether a membership out of ``with_licence`` opens SosKes today."""
    return _why_not(membership, timezone.localdate()) == ""


def membership_state(membership: Membership) -> str:
    """“In force”, or why a membership out of ``with_licence`` opens nothing today."""
    return _why_not(membership, timezone.localdate()) or capfirst(_("in force"))


def _why_not(membership: Membership, today: datetime.date) -> str:
    if membership.ended_at:
        return _("Ended on %(day)s") % {"day": short_date(timezone.localtime(membership.ended_at))}
    if membership.valid_until and membership.valid_until < today:
        return _("Ended on %(day)s") % {"day": short_date(membership.valid_until)}
    if membership.valid_from > today:
        return _("From %(day)s") % {"day": short_date(membership.valid_from)}
    if not membership.user.is_active:
        return _("Account closed")
    asks = app_settings.MEMBERSHIPS and membership.role not in HOST_ROLES
    return _("No valid licence") if asks and not membership.has_licence else ""


def licence_state(licence: Licence) -> str:
    today = timezone.localdate()
    if licence.valid_from > today:
        return _("From %(day)s") % {"day": short_date(licence.valid_from)}
    if licence.valid_until and licence.valid_until < today:
        return _("Ended on %(day)s") % {"day": short_date(licence.valid_until)}
    return capfirst(_("in force"))
