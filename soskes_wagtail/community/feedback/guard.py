"""What keeps programs from filling the inbox: a field that people do not see, a moment that
people need, and a limit a person and day."""

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from soskes_wagtail import throttle

_SALT = "soskes.feedback.opened"
#: Seconds: quicker is no person, older is a form kept by a program.
QUICKEST, OLDEST = 1.5, 24 * 3600
#: Messages of one sender in an hour.
LIMIT, WINDOW = 12, 3600


def opened_now() -> str:
    """A signed moment, for a hidden field of a form that is being shown."""
    return signing.dumps(timezone.now().timestamp(), salt=_SALT)


def took_its_time(token: str) -> bool:
    """Whether a form that carries the moment was filled in no quicker than a person does it."""
    try:
        opened = signing.loads(token, salt=_SALT, max_age=OLDEST)
    except signing.BadSignature:
        return False
    return timezone.now().timestamp() - opened >= QUICKEST


def within_limit(request: HttpRequest) -> bool:
    """Count one message. Who it is from is hashed with a salt of the day and is not stored with
    the message, so that no two days and no message can be brought together."""
    user = request.user
    who = f"user:{user.pk}" if user.is_authenticated else request.META.get("REMOTE_ADDR", "")
    salt = f"soskes.feedback.{timezone.localdate()}"
    hashed = salted_hmac(salt, who, algorithm="sha256").hexdigest()
    return throttle.allowed("feedback", hashed, limit=LIMIT, seconds=WINDOW)
