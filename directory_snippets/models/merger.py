from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Merger(models.Model):
    """One organisation or municipality becomes a part of another on a day.

    ``date`` is the first day on which the new one answers for all; the old one ends on the day
    before. A municipality may take its organisation along: then both pairs are set. What was
    moved stands in the steps, so that all of it can be put back.
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("Organisation")
        MUNICIPALITY = "municipality", _("Municipality")

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        PLANNED = "planned", _("Will be carried out")
        DONE = "done", _("Carried out")
        UNDONE = "undone", _("Undone")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    old_organisation = models.ForeignKey(
        "soskes_directory.Organisation",
        verbose_name=_("organisation that ends"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    new_organisation = models.ForeignKey(
        "soskes_directory.Organisation",
        verbose_name=_("organisation that goes on"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    old_area = models.ForeignKey(
        "soskes_directory.Area",
        verbose_name=_("municipality that ends"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    new_area = models.ForeignKey(
        "soskes_directory.Area",
        verbose_name=_("municipality that goes on"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    date = models.DateField(
        _("first day of the new"), help_text=_("The old one ends on the day before.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    problem = models.TextField(_("why it was not carried out"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("prepared by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("prepared"), auto_now_add=True)
    done_at = models.DateTimeField(_("carried out"), null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("merger")
        verbose_name_plural = _("mergers")
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(old_organisation__isnull=False, new_organisation__isnull=False)
                | Q(old_area__isnull=False, new_area__isnull=False),
                name="soskes_merger_of_two",
            )
        ]

    def __str__(self):
        return f"{self.old} → {self.new}"

    @property
    def old(self):
        return self.old_area if self.kind == self.Kind.MUNICIPALITY else self.old_organisation

    @property
    def new(self):
        return self.new_area if self.kind == self.Kind.MUNICIPALITY else self.new_organisation

    @property
    def pairs(self) -> list[tuple[models.Model, models.Model]]:
        """What ends and what it becomes a part of; the municipality before its organisation."""
        found = [(self.old_area, self.new_area), (self.old_organisation, self.new_organisation)]
        return [pair for pair in found if all(pair)]

    @classmethod
    def visible_q(cls, viewer) -> Q:
        """Mergers are the administrators' business."""
        return Q() if viewer.is_admin else Q(pk__in=[])


class MergerStep(models.Model):
    """One thing that a merger changed: a field of a record, with its value before and after.

    ``field`` empty: the record itself was made (``before`` None) or taken away (``after`` None).
    """

    merger = models.ForeignKey(Merger, on_delete=models.CASCADE, related_name="steps")
    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    field = models.CharField(max_length=100, blank=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("step of a merger")
        verbose_name_plural = _("steps of mergers")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.model} {self.object_id} {self.field}".strip()

    @classmethod
    def visible_q(cls, viewer) -> Q:
        return Q() if viewer.is_admin else Q(pk__in=[])
