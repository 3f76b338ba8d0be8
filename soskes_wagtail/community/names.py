"""What members are called where others see them."""

from django.utils.translation import gettext as _


def shown_name(user) -> str:
    """Name of a user as others see it; of nobody, or of one who has gone, that they have."""
    if user is None or not user.is_active:
        return _("Former member")
    return user.get_full_name() or user.get_username()
