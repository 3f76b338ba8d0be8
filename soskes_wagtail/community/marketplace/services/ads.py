"""Putting ads up, changing and ending them. Everything here is the author's own to do."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.access import can_see
from soskes_wagtail.community.attachments import services as attachments
from soskes_wagtail.community.attachments.kinds import IMAGES
from soskes_wagtail.community.marketplace.models import Ad, last_day
from soskes_wagtail.community.marketplace.services.watching import tell_watchers
from soskes_wagtail.throttle import allowed

MOST_PHOTOS = 6
PER_DAY = 20


def put_up(user, *, key, photos: Iterable = (), **fields) -> Ad:
    """A new ad; the same ``key`` again gives the one made before.

    ``photos``: uploaded files. ``ValidationError`` when one is no picture, there are more than six
    of them, or somebody puts up very many ads; then nothing is stored.
    """
    there = Ad.objects.filter(key=key, author=user).first()
    if there:
        return there
    if not allowed("ad", user.pk, limit=PER_DAY, seconds=86_400):
        raise ValidationError(
            _("You have put up many ads today. Please go on tomorrow."), code="often"
        )
    try:
        with transaction.atomic():
            ad = Ad.objects.create(key=key, author=user, **fields)
            _add_photos(ad, photos)
            tell_watchers(ad)
    except IntegrityError:  # the same form, a moment ago; or a key that is somebody else's
        there = Ad.objects.filter(key=key, author=user).first()
        if there is None:
            raise ValidationError(_("Open the form again and send it once more.")) from None
        return there
    return ad


def change(ad: Ad, user, *, photos: Iterable = (), remove: Iterable[str] = (), **fields) -> Ad:
    """Change an ad; ``remove``: keys of photos to take away."""
    _own(ad, user)
    with transaction.atomic():
        for name, value in fields.items():
            setattr(ad, name, value)
        ad.save()
        unwanted = {str(key) for key in remove}
        for photo in attachments.attachments_of([ad]).get(ad.pk, []):
            if str(photo.key) in unwanted:
                photo.delete()
        _add_photos(ad, photos)
    return ad


def _add_photos(ad: Ad, photos: Iterable) -> None:
    photos = list(photos)
    if len(attachments.attachments_of([ad]).get(ad.pk, [])) + len(photos) > MOST_PHOTOS:
        raise ValidationError(
            _("At most %(limit)s photos.") % {"limit": MOST_PHOTOS}, code="photos"
        )
    kept = [attachments.store(photo, owner=ad.author, kinds=IMAGES) for photo in photos]
    attachments.attach([photo.key for photo in kept], to=ad, owner=ad.author)


def renew(ad: Ad, user) -> None:
    """Thirty days from today on; an ad that is done or has ended is open again."""
    _own(ad, user)
    if ad.state == Ad.State.HIDDEN:
        raise ValidationError(_("A moderator has hidden this ad."), code="hidden")
    ad.state, ad.expires_on = Ad.State.OPEN, last_day()
    ad.save(update_fields=["state", "expires_on", "updated_at"])


def finish(ad: Ad, user) -> None:
    """Sold, found or given away: out of the list."""
    _own(ad, user)
    if ad.state == Ad.State.OPEN:
        ad.state = Ad.State.DONE
        ad.save(update_fields=["state", "updated_at"])


def delete(ad: Ad, user) -> None:
    """Delete an ad with its photos and what was written about it."""
    _own(ad, user)
    remove(ad)


def remove(ad: Ad) -> None:
    with transaction.atomic():
        attachments.delete_of([ad])
        ad.delete()


def days_left(ad: Ad) -> int:
    return (ad.expires_on - timezone.localdate()).days


def _own(ad: Ad, user) -> None:
    if ad.author_id != user.pk or not can_see(user, ad):
        raise PermissionDenied
