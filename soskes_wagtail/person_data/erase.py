"""Taking a person out of SosKes: all parts, or none where one of them fails."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from soskes_wagtail import content_version
from soskes_wagtail.person_data.registry import Erasure, PersonData, person_data


def erase_person(user) -> list[tuple[PersonData, Erasure]]:
    """Have every part erase what it holds; what each of them did, in their order.

    ValidationError, and nothing changed, for the last superuser who can sign in.
    """
    with transaction.atomic():
        _refuse_last_superuser(user)
        done = [(part, part.erase(user)) for part in person_data()]
        content_version.bump_on_commit()
    return done


def _refuse_last_superuser(user) -> None:
    if not getattr(user, "is_superuser", False):
        return
    model = get_user_model()
    others = model._default_manager.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if not others.exists():
        raise ValidationError(
            _("This is the last superuser who can sign in. Make another one first.")
        )
