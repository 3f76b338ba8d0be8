"""Licences: which member organisations have seats in SosKes, how many and until when."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import BooleanField, DateField, F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.directory_snippets.models.organisation import Organisation
from soskes_wagtail.directory_snippets.models.watched import WatchedModel


class HasLicence(Func):
    """Whether an organisation, or one above it, has a licence on a day.

    ``HasLicence("organisation_id", day)`` in ``filter``; of organisations themselves
    ``HasLicence("pk", day)``. Walks up the tree of organisations, so
    that it costs the few steps to the top, however many organisations there are.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, organisation: str, day: datetime.date):
        super().__init__(F(organisation), Value(day, DateField()))

    def as_sql(self, compiler, connection):
        organisation, organisation_params = compiler.compile(self.source_expressions[0])
        day, day_params = compiler.compile(self.source_expressions[1])
        tree = connection.ops.quote_name(Organisation._meta.db_table)
        licence = connection.ops.quote_name(Licence._meta.db_table)
        sql = (
            "EXISTS (WITH RECURSIVE above(id, parent_id) AS ("
            # By another name: the organisation asked about may be a row of the same table.
            f"SELECT start.id, start.parent_id FROM {tree} start WHERE start.id = {organisation}"
            f" UNION SELECT t.id, t.parent_id FROM {tree} t JOIN above ON t.id = above.parent_id)"
            f" SELECT 1 FROM {licence} l JOIN above ON l.organisation_id = above.id"
            f" WHERE l.valid_from <= {day}"
            f" AND (l.valid_until IS NULL OR l.valid_until >= {day}))"
        )
        return sql, (*organisation_params, *day_params, *day_params)


class LicenceQuerySet(models.QuerySet):
    def valid(self, on: datetime.date | None = None):
        """Licences in force on a day (default: today)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )


class Licence(WatchedModel):
    """Seats in SosKes for a member organisation and all that is below it.

    Who cares for the members are the contact persons: ``Membership.is_contact``.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("member organisation"),
        on_delete=models.PROTECT,
        related_name="licences",
        help_text=_("The organisations below it are included."),
    )
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day. Empty: until further notice."),
    )
    seats = models.PositiveIntegerField(
        _("seats"),
        validators=[MinValueValidator(1)],
        help_text=_("How many people may be members at the same time."),
    )
    note = models.CharField(
        _("note"),
        max_length=255,
        blank=True,
        help_text=_("For the administrators, for example the number of the agreement."),
    )

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        ordering = ["organisation__name_fi", "-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="soskes_licence_in_order",
                violation_error_message=_("The last day cannot be before the first day."),
            )
        ]

    def __str__(self):
        return str(self.organisation)

    def is_valid(self, on: datetime.date | None = None) -> bool:
        day = on or timezone.localdate()
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def clean(self):
        super().clean()
        if not self.organisation_id or not self.valid_from:
            return
        others = Licence.objects.filter(organisation=self.organisation_id).exclude(pk=self.pk)
        others = others.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=self.valid_from))
        if self.valid_until:
            others = others.filter(valid_from__lte=self.valid_until)
        if others.exists():
            raise ValidationError(
                _("The organisation has another licence at the same time. Change that one."),
                code="licence_overlap",
            )

    @classmethod
    def visible_q(cls, viewer) -> Q:
        """Agreements are the administrators' business; contact persons get their numbers."""
        return Q() if viewer.is_admin else Q(pk__in=[])


class LicenceWarning(models.Model):
    """That people were told, so many days before, that a licence ends on a day."""

    licence = models.ForeignKey(Licence, on_delete=models.CASCADE, related_name="warnings")
    valid_until = models.DateField(_("valid until"))
    days = models.PositiveSmallIntegerField(_("days before"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("warning about a licence")
        verbose_name_plural = _("warnings about licences")
        constraints = [
            models.UniqueConstraint(
                fields=["licence", "valid_until", "days"], name="soskes_licence_warning_once"
            )
        ]

    def __str__(self):
        return f"{self.licence} {self.days}"

    @classmethod
    def visible_q(cls, viewer) -> Q:
        return Q() if viewer.is_admin else Q(pk__in=[])
