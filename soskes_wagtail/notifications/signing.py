"""The signed part of the address that ends somebody's mail without a login."""

from django.contrib.auth import get_user_model
from django.core import signing

_SALT = "soskes.notifications.unsubscribe"


def token_for(user) -> str:
    """A token that means this user and nothing else; it does not run out, as mails stay."""
    return signing.Signer(salt=_SALT).sign(str(user.pk))


def user_of(token: str):
    """The user whom a token means; None for a token that is wrong or of somebody gone."""
    try:
        pk = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return get_user_model()._default_manager.filter(pk=pk).first()
