"""The roles of SosKes and the host's groups that carry them."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleKey(models.TextChoices):
    """What somebody is in SosKes; stable, unlike the names of groups."""

    READER = "reader", _("Reader")
    MUNICIPAL_EDITOR = "municipal_editor", _("Municipal editor")
    SECTION_EDITOR = "section_editor", _("Section editor")
    MODERATOR = "moderator", _("Moderator")
    ADMINISTRATOR = "administrator", _("Administrator")


class Role(models.Model):
    """Ties a role to the group that carries it, so that the host may rename its groups."""

    key = models.CharField(_("role"), max_length=30, choices=RoleKey.choices, unique=True)
    group = models.OneToOneField(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="soskes_role"
    )

    class Meta:
        verbose_name = _("SosKes role")
        verbose_name_plural = _("SosKes roles")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(RoleKey(self.key).label)


def role_groups(*keys: RoleKey) -> models.QuerySet[Group]:
    """Groups that carry the given roles; all of them when none is given."""
    return Group.objects.filter(soskes_role__key__in=keys or RoleKey.values).order_by("pk")
