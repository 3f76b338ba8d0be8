"""Memberships: who belongs to SosKes, for which organisation, as what and until when."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access.roles import RoleKey
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models.licence import HasLicence
from soskes_wagtail.directory_snippets.models.organisation import Organisation
from soskes_wagtail.directory_snippets.models.watched import WatchedModel

#: Roles of the host's own people: they need no licence and take no seat, so that administrators
#: cannot lock themselves out of what they look after.
HOST_ROLES = (RoleKey.ADMINISTRATOR,)


class MembershipQuerySet(models.QuerySet):
    def open(self, on: datetime.date | None = None):
        """Memberships that are not over on a day (default: today), begun or not."""
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), ended_at__isnull=True
        )

    def in_force(self, on: datetime.date | None = None):
        """Memberships valid on a day (default: today) under a licence that is valid, too. Where
        the host does without memberships (``SOSKES["MEMBERSHIPS"]``), no licence is asked for."""
        day = on or timezone.localdate()
        rows = self.open(day).filter(valid_from__lte=day)
        if not app_settings.MEMBERSHIPS:
            return rows
        return rows.filter(Q(role__in=HOST_ROLES) | Q(HasLicence("organisation_id", day)))

    def active(self, on: datetime.date | None = None):
        """Memberships that open SosKes on a day: in force, and of a user who may sign in."""
        return self.in_force(on).filter(user__is_active=True)


class Membership(WatchedModel):
    """One person in one organisation, in one role. One person may work for two municipalities.

    A membership is ended, not deleted: ``ended_at`` ends it at once, ``valid_until`` says
    beforehand which day is the last.
    """

    class Source(models.TextChoices):
        HAND = "hand", _("Made by an administrator")
        INVITATION = "invitation", _("Accepted an invitation")
        REQUEST = "request", _("Asked to join")
        LOGIN = "login", _("From the organisation's own login")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="soskes_memberships",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="memberships",
        help_text=_("The organisations below it are included."),
    )
    role = models.CharField(
        _("role"), max_length=30, choices=RoleKey.choices, default=RoleKey.READER
    )
    is_contact = models.BooleanField(
        _("contact person"),
        default=False,
        help_text=_(
            "Invites and ends members of this organisation and of those below it, and is told "
            "before the licence ends."
        ),
    )
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day. Empty: until further notice."),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    source = models.CharField(
        _("origin"), max_length=12, choices=Source.choices, default=Source.HAND, editable=False
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    confirmed_on = models.DateField(
        _("confirmed"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The day a contact person last said that the membership is still right."),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organisation__name_fi", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(valid_until__isnull=True, ended_at__isnull=True),
                name="soskes_membership_once",
                violation_error_message=_(
                    "This person has this role in this organisation already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="soskes_membership_in_order",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "role"], name="soskes_membership_of_user"),
        ]

    def __str__(self):
        name = self.user.get_full_name() or self.user.get_username()
        return f"{name} – {self.organisation} ({self.get_role_display()})"

    def clean(self):
        super().clean()
        if self.ended_at or not (self.user_id and self.organisation_id and self.valid_from):
            return
        same = Membership.objects.open(self.valid_from).filter(
            user=self.user_id, organisation=self.organisation_id, role=self.role
        )
        if self.valid_until:
            same = same.filter(valid_from__lte=self.valid_until)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError(
                _("This person has this role in this organisation already."),
                code="membership_overlap",
            )

    @property
    def state(self) -> str:
        """In words, whether it opens SosKes; of rows out of ``membership_state.with_licence``."""
        from soskes_wagtail.directory_snippets.services.membership_state import membership_state

        return membership_state(self)

    @classmethod
    def visible_q(cls, viewer) -> Q:
        """Administrators see all, everybody their own, contact persons those of the
        organisations that they care for."""
        if viewer.is_admin:
            return Q()
        if not viewer.is_authenticated:
            return Q(pk__in=[])
        return Q(user=viewer.user) | Q(organisation__in=cared_for(viewer.user))


def cared_for(user) -> frozenset[int]:
    """Ids of the organisations whose members a user looks after as a contact person."""
    # Here, since the service reads these models.
    from soskes_wagtail.directory_snippets.services.member_care import cared_for_ids

    return cared_for_ids(user)
