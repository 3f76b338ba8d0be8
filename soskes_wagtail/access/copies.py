"""Which restrictions a page has only because its source has them from the pages above."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction


class PrivacyCopy(models.Model):
    """Marks a restriction that ``access.privacy`` made and may take away again."""

    restriction = models.OneToOneField(
        PageViewRestriction,
        verbose_name=_("restriction"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="soskes_copy",
    )

    class Meta:
        verbose_name = _("copy of privacy")
        verbose_name_plural = _("copies of privacy")

    def __str__(self) -> str:
        return str(self.restriction)
