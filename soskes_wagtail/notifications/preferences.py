"""How somebody wants to be told."""

from django.db import transaction

from soskes_wagtail.notifications.models import Frequency, Notice, NoticePreferences


def preferences_of(user) -> NoticePreferences:
    """What somebody has chosen; unsaved defaults when nothing."""
    found = NoticePreferences.objects.filter(user=user).first()
    return found or NoticePreferences(user=user)


def set_preferences(user, *, frequency: str, language: str = "") -> None:
    """Store a choice. Whoever wants no mail gets none of what is waiting, now or later."""
    with transaction.atomic():
        NoticePreferences.objects.update_or_create(
            user=user, defaults={"frequency": frequency, "language": language}
        )
        if frequency == Frequency.NONE:
            waiting = Notice.objects.filter(user=user, mail_wanted=True, mailing__isnull=True)
            waiting.update(mail_wanted=False)


def end_mail(user) -> None:
    """No mail of notices any more; they go on in the network."""
    set_preferences(user, frequency=Frequency.NONE, language=preferences_of(user).language)
