from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.directory_snippets.models.mixins import NamedModel, PublicFactModel


class Classification(PublicFactModel, NamedModel):
    code = models.CharField(_("code"), max_length=20, unique=True)
    uri = models.URLField(_("address of the code"), max_length=255, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["sort_order", "code"]

    def clean(self):
        super().clean()
        seen, step = {self.pk}, self.parent
        while step is not None:
            if step.pk in seen:
                raise ValidationError(
                    {
                        "parent": ValidationError(
                            _("A class cannot be a part of itself."), code="tree_circle"
                        )
                    }
                )
            seen.add(step.pk)
            step = step.parent


class ServiceClass(Classification):
    """A service class of PTV (``ptvserclass2``), for example P3.8 child welfare."""

    class Meta(Classification.Meta):
        verbose_name = _("service class")
        verbose_name_plural = _("service classes")


class TargetGroup(Classification):
    """A target group of PTV, for example KR1.1 older people."""

    class Meta(Classification.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
