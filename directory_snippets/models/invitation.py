"""On the way in: invitations of an organisation, and requests of people to join it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access.roles import RoleKey
from soskes_wagtail.directory_snippets.models.membership import cared_for
from soskes_wagtail.directory_snippets.models.organisation import Organisation
from soskes_wagtail.identity_codes import refuse_identity_codes


def new_nonce() -> str:
    return secrets.token_hex(16)


def _seen_by_those_who_care(viewer) -> Q:
    """Administrators see all, contact persons those of the organisations that they care for."""
    if viewer.is_admin:
        return Q()
    if not viewer.is_authenticated:
        return Q(pk__in=[])
    return Q(organisation__in=cared_for(viewer.user))


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        """Neither accepted nor withdrawn; the link may have expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def holding_seats(self):
        """Waiting, with a link that works: each holds a seat."""
        return self.waiting().filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """An invitation by e-mail. Its link works once, until it expires, is sent again or withdrawn.

    The link is signed and holds the ``nonce``: a new nonce makes older links worthless.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    email = models.EmailField(_("e-mail"))
    role = models.CharField(
        _("role"), max_length=30, choices=RoleKey.choices, default=RoleKey.READER
    )
    is_contact = models.BooleanField(_("contact person"), default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    expires_at = models.DateTimeField(_("expires"))
    nonce = models.CharField(max_length=40, default=new_nonce, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="soskes_invitation_once",
            )
        ]

    def __str__(self):
        return f"{self.email} – {self.organisation}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @classmethod
    def visible_q(cls, viewer) -> Q:
        return _seen_by_those_who_care(viewer)


class JoinRequest(models.Model):
    """Somebody asks to be a member of an organisation, whose contact persons decide.

    ``user`` is set where they were signed in; else only an e-mail address is known, and an
    invitation to it, once approved, shows that it is theirs.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="join_requests",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=150, validators=[refuse_identity_codes])
    email = models.EmailField(_("e-mail"))
    message = models.TextField(
        _("message"), max_length=1000, blank=True, validators=[refuse_identity_codes]
    )
    invitation = models.ForeignKey(
        Invitation,
        verbose_name=_("invitation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    approved = models.BooleanField(_("approved"), null=True, blank=True)

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.name} – {self.organisation}"

    @classmethod
    def visible_q(cls, viewer) -> Q:
        return _seen_by_those_who_care(viewer)
