from django.db import models
from django.utils.translation import gettext_lazy as _


class ServerChange(models.Model):
    """A row of ``SearchDocument`` that was added or removed and that the search server has not
    been told of. Written in the same transaction as the row; nothing where there is no server."""

    row = models.BigIntegerField()

    class Meta:
        verbose_name = _("change for the search server")
        verbose_name_plural = _("changes for the search server")

    def __str__(self):
        return str(self.row)
