from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TableUpload(models.Model):
    """A table that somebody sent, kept between its preview and the writing of its rows.

    The browser gets only its number; ``table`` is emptied as soon as the rows are written.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=20)
    organisation = models.ForeignKey(
        "soskes_directory.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    file_name = models.CharField(_("file"), max_length=255)
    table = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    written_at = models.DateTimeField(_("written"), null=True)

    class Meta:
        verbose_name = _("table sent in")
        verbose_name_plural = _("tables sent in")
        ordering = ["-created_at", "pk"]

    def __str__(self):
        return self.file_name

    @classmethod
    def visible_q(cls, viewer) -> models.Q:
        """It is nobody's business but the sender's."""
        return models.Q(user=viewer.user) if viewer.is_authenticated else models.Q(pk__in=[])
