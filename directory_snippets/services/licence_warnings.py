"""Telling people before a licence ends: 60, 30 and 7 days, each once for each last day."""

import datetime
import logging
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from soskes_wagtail.access import RoleKey
from soskes_wagtail.conf import app_settings
from soskes_wagtail.dates import short_date
from soskes_wagtail.directory_snippets.models import Licence, LicenceWarning, Membership
from soskes_wagtail.directory_snippets.services.ownership import with_everything_below
from soskes_wagtail.navigation import pages_with_mark
from soskes_wagtail.notifications import NoticeKind, notify, register_kind

logger = logging.getLogger(__name__)
DAYS = (7, 30, 60)
KIND = "licences.ending"


@dataclass(frozen=True)
class Warned:
    licence: Licence
    days: int
    mailed: int
    failed: int


def register() -> None:
    register_kind(
        NoticeKind(
            name=KIND,
            label=gettext_lazy("Licence ends soon"),
            topic_label=gettext_lazy("You look after the members of an organisation"),
            weight=80,
        )
    )


def send_licence_warnings() -> list[Warned]:
    """Send the warnings that are due. A run that was missed is made up for, with the nearest
    warning only; one that has been sent is never sent again."""
    today = timezone.localdate()
    last = today + datetime.timedelta(days=max(DAYS))
    rows = Licence.objects.valid(today).filter(valid_until__isnull=False, valid_until__lte=last)
    found = []
    for licence in rows.select_related("organisation"):
        left = (licence.valid_until - today).days
        due = min(days for days in DAYS if left <= days)
        if not _renewed(licence) and (done := _warn(licence, due)):
            found.append(done)
    return found


def _renewed(licence: Licence) -> bool:
    """Whether another licence begins when this one ends."""
    after = licence.valid_until + datetime.timedelta(days=1)
    return Licence.objects.valid(after).filter(organisation=licence.organisation_id).exists()


def _warn(licence: Licence, days: int) -> Warned | None:
    with transaction.atomic():
        _row, made = LicenceWarning.objects.get_or_create(
            licence=licence, valid_until=licence.valid_until, days=days
        )
        if not made:
            return None
        people = contacts_of(licence)
        with override(settings.LANGUAGE_CODE):
            page = pages_with_mark("is_soskes_members").filter(live=True).first()
            notify(
                KIND,
                target=licence.organisation,
                title=_("The licence of %(organisation)s ends on %(day)s")
                % {"organisation": licence.organisation, "day": short_date(licence.valid_until)},
                url=(page and page.url) or "/",
                recipients=[*people, *_administrators()],
            )
    sent = [_mail(licence, user) for user in people]
    return Warned(licence, days, sum(sent), len(sent) - sum(sent))


def contacts_of(licence: Licence) -> list:
    """Contact persons of the organisation and of what is below it."""
    ids = with_everything_below([licence.organisation_id])
    members = Membership.objects.active().filter(organisation__in=ids, is_contact=True)
    return list(
        get_user_model()._default_manager.filter(pk__in=members.order_by().values("user_id"))
    )


def _administrators() -> list:
    members = Membership.objects.active().filter(role=RoleKey.ADMINISTRATOR)
    who = Q(pk__in=members.order_by().values("user_id")) | Q(is_superuser=True)
    return list(get_user_model()._default_manager.filter(who, is_active=True))


def _mail(licence: Licence, user) -> bool:
    address = getattr(user, user.get_email_field_name(), "")
    if not address:
        return False
    with override(settings.LANGUAGE_CODE):
        context = {"licence": licence, "organisation": licence.organisation}
        message = EmailMessage(
            _("The SosKes licence ends soon"),
            render_to_string("soskes_wagtail/directory_snippets/mail/licence_warning.txt", context),
            from_email=app_settings.MAIL_FROM or None,
            to=[address],
        )
    try:
        message.send()
    except OSError:
        logger.exception("A warning about a licence could not be mailed.")
        return False
    return True
