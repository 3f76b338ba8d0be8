from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class InstalledObject(models.Model):
    """Something that ``soskes_install`` made outside SosKes's own tables.

    Groups, languages and collections may also have been there before; only what stands here
    is removed by ``soskes_uninstall``.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)

    class Meta:
        verbose_name = _("installed object")
        verbose_name_plural = _("installed objects")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="soskes_installed_object_once"
            )
        ]

    def __str__(self):
        return f"{self.content_type} {self.object_id}"
