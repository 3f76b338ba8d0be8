from django.db import models
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.directory_snippets.models.mixins import NamedModel, PublicFactModel, in_language


class NetworkRole(PublicFactModel, NamedModel):
    """What colleagues can ask somebody for: an entry of the network bank (verkostopankki)."""

    description_fi = models.CharField(_("description in Finnish"), max_length=255, blank=True)
    description_sv = models.CharField(_("description in Swedish"), max_length=255, blank=True)
    description_en = models.CharField(_("description in English"), max_length=255, blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("role in the network bank")
        verbose_name_plural = _("network bank")
        ordering = ["sort_order", "name_fi", "pk"]

    @property
    def description(self) -> str:
        return in_language(self, "description")
