"""Every night: tell of what is about to end, and delete what ended long ago."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from soskes_wagtail.community.marketplace.models import Ad
from soskes_wagtail.community.marketplace.notices import tell
from soskes_wagtail.community.marketplace.services.ads import remove

WARNED_BEFORE = timedelta(days=3)
#: How long an ad that has ended is there for its author to renew.
KEPT_AFTER = timedelta(days=90)


def warn_of_end() -> int:
    """Tell authors whose ads end within three days, once for each last day."""
    soon = timezone.localdate() + WARNED_BEFORE
    due = Ad.objects.current().filter(expires_on__lte=soon)
    due = due.filter(Q(warned_of=None) | ~Q(warned_of=F("expires_on")))
    told = 0
    for ad in due.select_related("author").order_by("pk").iterator():
        with transaction.atomic():
            # Claimed first: a second run at the same time finds nothing.
            mine = Ad.objects.filter(pk=ad.pk, warned_of=ad.warned_of)
            if mine.update(warned_of=ad.expires_on):
                told += tell("marketplace.ending", ad, [ad.author])
    return told


def delete_old() -> int:
    """Delete ads, with photos and messages, that ended ninety days ago."""
    before = timezone.localdate() - KEPT_AFTER
    number = 0
    for ad in Ad.objects.filter(expires_on__lt=before).order_by("pk").iterator():
        remove(ad)
        number += 1
    return number
