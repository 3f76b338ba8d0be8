"""For whom a record is meant. Pages have page privacy instead."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    """Widest first: whoever belongs to one audience belongs to those before it."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("SosKes members")
    ADMINS = "admins", _("SosKes administrators")
