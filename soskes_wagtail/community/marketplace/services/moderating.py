"""Ads that do not belong here: reported by members, hidden and restored by moderators."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer, audit, can_see
from soskes_wagtail.community.marketplace.models import MODERATORS, Ad, AdReport
from soskes_wagtail.community.marketplace.notices import moderators, tell
from soskes_wagtail.throttle import allowed

PER_DAY = 20


def report(ad: Ad, user, reason: str) -> None:
    """Report an ad; a second report of the same person while the first waits changes nothing."""
    if not can_see(user, ad):
        raise PermissionDenied
    if not allowed("ad-report", user.pk, limit=PER_DAY, seconds=86_400):
        raise ValidationError(_("You have reported many ads today."), code="often")
    try:
        with transaction.atomic():
            AdReport.objects.create(ad=ad, reporter=user, reason=reason)
            tell("marketplace.reported", ad, moderators(), actor=user)
    except IntegrityError:
        return


def hide(ad: Ad, viewer: Viewer, reason: str) -> None:
    """Take an ad out of the list; the author is told why."""
    _moderator(viewer)
    with transaction.atomic():
        ad.state, ad.hidden_reason = Ad.State.HIDDEN, reason
        ad.save(update_fields=["state", "hidden_reason", "updated_at"])
        _handled(ad)
        audit.record("marketplace.hidden", actor=viewer.user, subject=ad, data={"reason": reason})
        tell("marketplace.hidden", ad, [ad.author], actor=viewer.user, body=reason)


def keep(ad: Ad, viewer: Viewer) -> None:
    """The reports are without cause; a hidden ad is shown again."""
    _moderator(viewer)
    with transaction.atomic():
        if ad.state == Ad.State.HIDDEN:
            ad.state, ad.hidden_reason = Ad.State.OPEN, ""
            ad.save(update_fields=["state", "hidden_reason", "updated_at"])
            audit.record("marketplace.restored", actor=viewer.user, subject=ad)
        _handled(ad)


def _handled(ad: Ad) -> None:
    ad.reports.filter(handled_at=None).update(handled_at=timezone.now())


def _moderator(viewer: Viewer) -> None:
    if not viewer.has_role(*MODERATORS):
        raise PermissionDenied
