from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from soskes_wagtail.access.audiences import Audience, Disclosure
from soskes_wagtail.directory_snippets.models.absence import AbsenceModel
from soskes_wagtail.directory_snippets.models.mixins import (
    AudienceModel,
    CheckedModel,
    ValidityModel,
    disclosure_field,
    in_language,
)
from soskes_wagtail.directory_snippets.phones import validate_phone


class Contact(AudienceModel, CheckedModel, ValidityModel, ClusterableModel):
    """A responsibility: who handles which task, in which areas (HSDS contact)."""

    # Contacts are for professionals unless somebody says otherwise.
    audience = models.CharField(
        _("who may see this"), max_length=16, choices=Audience.choices, default=Audience.MEMBERS
    )
    organisation = models.ForeignKey(
        "soskes_directory.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="contacts",
    )
    unit = models.ForeignKey(
        "soskes_directory.Unit",
        verbose_name=_("service point"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contacts",
    )
    role_title_fi = models.CharField(
        _("role in Finnish"),
        max_length=255,
        help_text=_("For example: Lastensuojelun sosiaalityöntekijä."),
    )
    role_title_sv = models.CharField(_("role in Swedish"), max_length=255, blank=True)
    role_title_en = models.CharField(_("role in English"), max_length=255, blank=True)
    task_fi = models.CharField(
        _("task in Finnish"),
        max_length=255,
        blank=True,
        help_text=_("What people can ask about, when the service classes do not say enough."),
    )
    task_sv = models.CharField(_("task in Swedish"), max_length=255, blank=True)
    task_en = models.CharField(_("task in English"), max_length=255, blank=True)
    service_classes = models.ManyToManyField(
        "soskes_directory.ServiceClass",
        verbose_name=_("service classes"),
        blank=True,
        related_name="contacts",
    )
    areas = models.ManyToManyField(
        "soskes_directory.Area",
        verbose_name=_("areas"),
        blank=True,
        related_name="contacts",
        help_text=_("Municipalities or a whole county. Empty: the area of the organisation."),
    )
    client_groups = models.ManyToManyField(
        "soskes_directory.TargetGroup",
        verbose_name=_("client groups"),
        blank=True,
        related_name="contacts",
        help_text=_("Empty: all clients."),
    )
    deputy = models.ForeignKey(
        "self",
        verbose_name=_("deputy"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deputises_for",
        help_text=_("Shown to readers during the absences below."),
    )
    is_duty_line = models.BooleanField(
        _("duty line outside office hours"),
        default=False,
        help_text=_("Shown as the one to call when the others are closed."),
    )
    person_name = models.CharField(_("person"), max_length=255, blank=True)
    person_name_audience = disclosure_field(_("who sees the person"))
    phone = models.CharField(_("phone"), max_length=50, blank=True, validators=[validate_phone])
    phone_audience = disclosure_field(_("who sees the phone number"))
    direct_phone = models.CharField(
        _("direct line"),
        max_length=50,
        blank=True,
        validators=[validate_phone],
        help_text=_("For colleagues, when the line is busy."),
    )
    direct_phone_audience = disclosure_field(
        _("who sees the direct line"), default=Disclosure.MEMBERS
    )
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Rather the mailbox of the role than of a person.")
    )
    email_audience = disclosure_field(_("who sees the e-mail address"))
    note_fi = models.CharField(_("note in Finnish"), max_length=500, blank=True)
    note_sv = models.CharField(_("note in Swedish"), max_length=500, blank=True)
    note_en = models.CharField(_("note in English"), max_length=500, blank=True)
    is_network_contact = models.BooleanField(
        _("SosKes contact person"),
        default=False,
        help_text=_("Keeps this municipality's information in SosKes right."),
    )
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("Shown with a note that it is not a real one.")
    )

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["role_title_fi", "pk"]

    def __str__(self):
        # Logs, lists and links write this down for anybody: the person has a field of their own.
        return self.role_title

    @property
    def role_title(self) -> str:
        return in_language(self, "role_title")

    @property
    def task(self) -> str:
        return in_language(self, "task")

    @property
    def note(self) -> str:
        return in_language(self, "note")

    def clean(self):
        super().clean()
        if not self.phone and not self.email:
            raise ValidationError(
                _("Give a phone number or an e-mail address to reach the contact.")
            )
        if self.unit_id and self.organisation_id and not self._is_own(self.unit.organisation):
            raise ValidationError({"unit": _("The service point belongs to another organisation.")})

        self._check_deputy()

    def _check_deputy(self) -> None:
        seen, step = {self.pk}, self.deputy
        if step is not None and step.pk is not None and step.pk == self.pk:
            raise ValidationError({"deputy": _("Nobody is their own deputy.")})
        while step is not None:
            if step.pk in seen:
                raise ValidationError({"deputy": _("The deputies would form a circle.")})
            seen.add(step.pk)
            step = step.deputy

    def _is_own(self, organisation) -> bool:
        """Whether an organisation is the contact's, or a part of it."""
        seen = set()
        while organisation is not None and organisation.pk not in seen:
            if organisation.pk == self.organisation_id:
                return True
            seen.add(organisation.pk)
            organisation = organisation.parent
        return False


class ContactAbsence(AbsenceModel):
    """Days on which a contact is away; ``Contact.deputy`` answers then."""

    contact = ParentalKey(Contact, on_delete=models.CASCADE, related_name="absences")

    class Meta(AbsenceModel.Meta):
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
