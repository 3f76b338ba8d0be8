"""Profiles: the people of the network, as they tell colleagues about themselves."""

import datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from soskes_wagtail.access.audiences import Disclosure
from soskes_wagtail.access.roles import role_groups
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models.absence import AbsenceModel
from soskes_wagtail.directory_snippets.models.expertise import ProfileExpertise
from soskes_wagtail.directory_snippets.models.languages import LANGUAGE_NAMES
from soskes_wagtail.directory_snippets.models.membership import Membership
from soskes_wagtail.directory_snippets.models.mixins import disclosure_field
from soskes_wagtail.directory_snippets.phones import validate_phone
from soskes_wagtail.directory_snippets.services.json_rows import JsonRows
from soskes_wagtail.identity_codes import refuse_identity_codes

#: Profiles are for members: "everybody" would promise more than there is.
LEVELS = [choice for choice in Disclosure.choices if choice[0] != Disclosure.PUBLIC]


def level_field(label) -> models.CharField:
    return disclosure_field(label, default=Disclosure.MEMBERS, choices=LEVELS)


def validate_languages(codes) -> None:
    """Refuse what is not a list of codes of ``LANGUAGE_NAMES``."""
    if not isinstance(codes, list) or any(code not in LANGUAGE_NAMES for code in codes):
        raise ValidationError(_("Choose languages of the list."), code="languages")


class Profile(ClusterableModel):
    """One person. Seen by members only, and only while the person has an active membership.

    Organisations come from memberships; every field but name, title and organisation has a
    level of its own.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="soskes_profile",
    )
    name = models.CharField(
        _("name"),
        max_length=150,
        validators=[refuse_identity_codes],
        help_text=_("First name and last name, as colleagues know you."),
    )
    title = models.CharField(
        _("job title"),
        max_length=150,
        blank=True,
        validators=[refuse_identity_codes],
        help_text=_("For example: vastaava sosiaalityöntekijä."),
    )
    phone = models.CharField(_("phone"), max_length=50, blank=True, validators=[validate_phone])
    phone_audience = level_field(_("who sees the phone number"))
    email = models.EmailField(_("e-mail"), blank=True)
    email_audience = level_field(_("who sees the e-mail address"))
    photo_audience = level_field(_("who sees the photo"))
    areas = ParentalManyToManyField(
        "soskes_directory.Area",
        verbose_name=_("municipalities served"),
        blank=True,
        related_name="profiles",
        help_text=_("Municipalities or the whole county. Empty: the area of the organisation."),
    )
    areas_audience = level_field(_("who sees the municipalities"))
    expertise = ClusterTaggableManager(
        through=ProfileExpertise, blank=True, verbose_name=_("areas of expertise")
    )
    expertise_audience = level_field(_("who sees the expertise"))
    languages = models.JSONField(
        _("languages"), default=list, blank=True, validators=[validate_languages]
    )
    languages_audience = level_field(_("who sees the languages"))
    network_roles = ParentalManyToManyField(
        "soskes_directory.NetworkRole",
        verbose_name=_("network bank"),
        blank=True,
        related_name="profiles",
        help_text=_("What colleagues may ask you for."),
    )
    ask_me = models.TextField(
        _("what I can be asked about"),
        max_length=1000,
        blank=True,
        validators=[refuse_identity_codes],
        help_text=_("In your own words. Nothing about clients."),
    )
    network_roles_audience = level_field(_("who sees what can be asked"))
    absence_audience = level_field(_("who sees the absences"))
    confirmed_on = models.DateField(_("confirmed as right"), default=timezone.localdate)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @classmethod
    def visible_q(cls, viewer) -> Q:
        """All members see who belongs to the network now, nobody else does."""
        return cls.belonging_q() if viewer.is_member else Q(pk__in=[])

    @staticmethod
    def belonging_q() -> Q:
        """Profiles of people with an active membership; where the host does without memberships,
        of those whom it has put into the group of a role."""
        if not app_settings.MEMBERSHIPS:
            members = get_user_model()._default_manager.filter(is_active=True)
            return Q(user__in=members.filter(groups__in=role_groups().order_by()).values("pk"))
        return Q(Exists(Membership.objects.active().filter(user=OuterRef("user_id"))))

    @cached_property
    def organisation_ids(self) -> frozenset[int]:
        """Ids of the organisations that the person belongs to now; one query, none for rows of
        ``with_organisations``."""
        rows = self.__dict__.get("membership_rows")
        if rows is not None:
            return frozenset(row["organisation_id"] for row in rows)
        found = Membership.objects.active().filter(user=self.user_id)
        return frozenset(found.values_list("organisation_id", flat=True))

    @staticmethod
    def with_organisations(profiles: models.QuerySet) -> models.QuerySet:
        """Rows that know their organisations: for lists of them."""
        active = Membership.objects.active().filter(user=OuterRef("user_id"))
        return profiles.annotate(membership_rows=JsonRows(active.values("organisation_id")))

    @property
    def initials(self) -> str:
        """Two letters in place of a photo."""
        words = [word for word in self.name.replace("-", " ").split() if word[:1].isalnum()]
        return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))

    def is_stale(self, on: datetime.date | None = None) -> bool:
        """Whether the person should say again that everything is right."""
        months = app_settings.PROFILE_STALE_MONTHS
        if not months:
            return False
        return self.confirmed_on + relativedelta(months=months) <= (on or timezone.localdate())


class ProfileAbsence(AbsenceModel):
    """Days on which a person is away, and who answers instead."""

    profile = ParentalKey(Profile, on_delete=models.CASCADE, related_name="absences")
    stand_in = models.ForeignKey(
        Profile,
        verbose_name=_("stand-in"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stands_in_for",
    )

    class Meta(AbsenceModel.Meta):
        verbose_name = _("absence")
        verbose_name_plural = _("absences")

    def clean(self):
        super().clean()
        refuse_identity_codes(self.note)
        if self.stand_in_id and self.stand_in_id == self.profile_id:
            raise ValidationError({"stand_in": _("Nobody is their own stand-in.")})


class ProfilePhoto(models.Model):
    """A photo, small and without what the camera wrote into it.

    In the database, since a web server hands out everything in a media folder to anybody.
    """

    profile = models.OneToOneField(
        Profile, verbose_name=_("profile"), on_delete=models.CASCADE, related_name="photo"
    )
    data = models.BinaryField(_("picture"))
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("photo of a person")
        verbose_name_plural = _("photos of people")

    def __str__(self):
        return self.digest[:12]
