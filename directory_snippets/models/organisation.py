from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import DEFERRED
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from soskes_wagtail.directory_snippets.models.address import AddressModel
from soskes_wagtail.directory_snippets.models.mixins import (
    AudienceModel,
    CheckedModel,
    DescribedModel,
    NamedModel,
    SourcedModel,
    SucceededModel,
    ValidityQuerySet,
)
from soskes_wagtail.directory_snippets.validators import validate_business_id, validate_oid


class Organisation(
    AudienceModel,
    SourcedModel,
    CheckedModel,
    AddressModel,
    DescribedModel,
    NamedModel,
    SucceededModel,
    ClusterableModel,
):
    """Somebody who organises or produces services (HSDS organization, PTV organisation)."""

    class Type(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        WELLBEING_COUNTY = "wellbeing_county", _("Wellbeing services county")
        JOINT_AUTHORITY = "joint_authority", _("Joint municipal authority")
        STATE = "state", _("State")
        ASSOCIATION = "association", _("Association or other organisation")
        COMPANY = "company", _("Company")

    type = models.CharField(_("type"), max_length=20, choices=Type.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    area = models.ForeignKey(
        "soskes_directory.Area",
        verbose_name=_("own area"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        help_text=_("The municipality or county whose organisation this is."),
    )
    business_id = models.CharField(
        _("business ID"),
        max_length=9,
        null=True,
        blank=True,
        unique=True,
        validators=[validate_business_id],
        help_text=_("For example 2045520-5. Departments have none of their own."),
    )
    oid = models.CharField(
        _("OID code"),
        max_length=100,
        null=True,
        blank=True,
        unique=True,
        validators=[validate_oid],
        help_text=_("For example 1.2.246.10.2048198.10.0."),
    )

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_fi", "pk"]

    @classmethod
    def from_db(cls, *args, **kwargs):
        """Remembers the place in the tree, so that a signal sees that it has changed."""
        organisation = super().from_db(*args, **kwargs)
        organisation.stored_parent_id = organisation.__dict__.get("parent_id", DEFERRED)
        return organisation

    def clean(self):
        super().clean()
        # An empty string would break the uniqueness of "none".
        self.business_id = self.business_id or None
        self.oid = self.oid or None
        seen, step = {self.pk}, self.parent
        while step is not None:
            if step.pk in seen:
                raise ValidationError(
                    {
                        "parent": ValidationError(
                            _("An organisation cannot be a part of itself."), code="tree_circle"
                        )
                    }
                )
            seen.add(step.pk)
            step = step.parent

    @classmethod
    def visible_q(cls, viewer):
        return super().visible_q(viewer) & models.Q(withdrawn_at__isnull=True)
