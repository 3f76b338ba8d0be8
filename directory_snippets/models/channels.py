"""Ways to reach somebody, and when: rows that belong to one record each."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from soskes_wagtail.directory_snippets.models.mixins import in_language
from soskes_wagtail.directory_snippets.phones import validate_phone

#: Rules of the address by kind of channel; the others are numbers.
_CHECKS = {"email": EmailValidator(), "web": URLValidator(schemes=["http", "https"])}


class ContactChannel(Orderable):
    """A phone number, e-mail or web address (HSDS 3.0: phone, contact.email, url)."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        SMS = "sms", _("Text message")
        FAX = "fax", _("Fax")
        EMAIL = "email", _("E-mail")
        WEB = "web", _("Web address")

    class Charge(models.TextChoices):
        UNKNOWN = "", _("Not known")
        FREE = "free", _("Free of charge")
        NORMAL = "normal", _("Local or mobile charge")
        OTHER = "other", _("Other charge")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PHONE)
    value = models.CharField(_("number or address"), max_length=500)
    label_fi = models.CharField(_("label in Finnish"), max_length=255, blank=True)
    label_sv = models.CharField(_("label in Swedish"), max_length=255, blank=True)
    label_en = models.CharField(_("label in English"), max_length=255, blank=True)
    charge = models.CharField(
        _("charge"), max_length=8, choices=Charge.choices, default=Charge.UNKNOWN, blank=True
    )
    charge_note = models.CharField(_("more about the charge"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.value

    @property
    def label(self) -> str:
        return in_language(self, "label")

    @property
    def is_phone(self) -> bool:
        return self.kind in (self.Kind.PHONE, self.Kind.SMS)

    def clean(self):
        super().clean()
        self.check_values(kind=self.kind, value=self.value)

    @classmethod
    def check_values(cls, *, kind: str, value: str, **others) -> None:
        """The rules between the fields, for values without an instance. Raises
        ValidationError."""
        check = _CHECKS.get(kind, validate_phone)
        try:
            check(value)
        except ValidationError as error:
            raise ValidationError({"value": error}) from None


class OpeningHours(Orderable):
    """One row of opening hours (HSDS 3.0 schedule): a weekday, or dates that differ from it.

    Without a weekday the row is an exception and needs dates. Closing at or before opening
    means that the place closes on the next day.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    weekday = models.PositiveSmallIntegerField(
        _("weekday"),
        choices=Weekday.choices,
        null=True,
        blank=True,
        help_text=_("Empty: an exception on the dates given."),
    )
    opens_at = models.TimeField(_("opens"), null=True, blank=True)
    closes_at = models.TimeField(_("closes"), null=True, blank=True)
    is_closed = models.BooleanField(_("closed"), default=False)
    always_open = models.BooleanField(_("open around the clock"), default=False)
    by_appointment = models.BooleanField(
        _("by appointment only"), default=False, help_text=_("No hours of its own: agree first.")
    )
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    note_fi = models.CharField(_("note in Finnish"), max_length=500, blank=True)
    note_sv = models.CharField(_("note in Swedish"), max_length=500, blank=True)
    note_en = models.CharField(_("note in English"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        day = self.get_weekday_display() if self.weekday is not None else str(self.valid_from or "")
        for state in ("is_closed", "always_open", "by_appointment"):
            if getattr(self, state):
                return f"{day} {self._meta.get_field(state).verbose_name}".strip()
        return f"{day} {self.opens_at or ''}–{self.closes_at or ''}".strip()

    @property
    def note(self) -> str:
        return in_language(self, "note")

    def clean(self):
        super().clean()
        self.check_values(
            weekday=self.weekday,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            is_closed=self.is_closed,
            always_open=self.always_open,
            by_appointment=self.by_appointment,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )

    @classmethod
    def check_values(
        cls,
        *,
        weekday=None,
        opens_at=None,
        closes_at=None,
        is_closed=False,
        always_open=False,
        by_appointment=False,
        valid_from=None,
        valid_to=None,
        **others,
    ) -> None:
        """The rules between the fields, for values without an instance. Raises
        ValidationError."""
        if weekday is None and not valid_from and not always_open and not by_appointment:
            raise ValidationError(
                {"weekday": _("Choose a weekday, or give the first day of an exception.")}
            )
        if valid_from and valid_to and valid_to < valid_from:
            raise ValidationError({"valid_to": _("The last day cannot be before the first day.")})
        if is_closed + always_open + by_appointment > 1:
            raise ValidationError(
                {
                    "is_closed": _(
                        "Tick only one of “closed”, “open around the clock” and “by appointment "
                        "only”."
                    )
                }
            )
        if is_closed or always_open or by_appointment:
            return
        if not opens_at or not closes_at:
            raise ValidationError(
                {
                    "opens_at": _(
                        "Give both times, or tick “closed”, “open around the clock” or "
                        "“by appointment only”."
                    )
                }
            )


class OrganisationChannel(ContactChannel):
    organisation = ParentalKey(
        "soskes_directory.Organisation", on_delete=models.CASCADE, related_name="channels"
    )


class UnitChannel(ContactChannel):
    unit = ParentalKey("soskes_directory.Unit", on_delete=models.CASCADE, related_name="channels")


class ServiceChannelAddress(ContactChannel):
    """A number or address of a service channel (telephone service, online service …)."""

    service_channel = ParentalKey(
        "soskes_directory.ServiceChannel", on_delete=models.CASCADE, related_name="addresses"
    )


class UnitHours(OpeningHours):
    unit = ParentalKey("soskes_directory.Unit", on_delete=models.CASCADE, related_name="hours")


class ServiceChannelHours(OpeningHours):
    service_channel = ParentalKey(
        "soskes_directory.ServiceChannel", on_delete=models.CASCADE, related_name="hours"
    )


class ContactHours(OpeningHours):
    contact = ParentalKey(
        "soskes_directory.Contact", on_delete=models.CASCADE, related_name="hours"
    )
