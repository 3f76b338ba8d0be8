"""For whom a record is meant, and for whom a field of it. Pages have page privacy instead."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    """Widest first: whoever belongs to one audience belongs to those before it."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("SosKes members")
    ADMINS = "admins", _("SosKes administrators")


class Disclosure(TextChoices):
    """Who is shown one field of a record that they see: the audiences, and the people of the
    organisation that keeps the record. The values of audiences are the same in both."""

    PUBLIC = "public", _("Everybody who sees this record")
    MEMBERS = "members", _("SosKes members")
    OWN_ORGANISATION = "own", _("Those who keep the organisation's records")
    ADMINS = "admins", _("SosKes administrators")
