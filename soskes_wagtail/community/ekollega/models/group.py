"""Groups and who is in them."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.community.ekollega import keys
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.identity_codes import refuse_identity_codes


class Group(models.Model):
    """A circle of colleagues. ``kind`` says who knows of it and reads it, ``joining`` how one
    comes in; the two are settings of their own, as far as they go together."""

    class Kind(models.TextChoices):
        OPEN = "open", _("Open: every SosKes member reads it")
        CLOSED = "closed", _("Closed: all see that it exists, its members read it")
        HIDDEN = "hidden", _("Hidden: only its members know of it")

    class Joining(models.TextChoices):
        FREE = "free", _("Everybody may join")
        REQUEST = "request", _("One asks to join, or is invited")
        INVITATION = "invitation", _("By invitation only")

    name = models.CharField(_("name"), max_length=120, validators=[refuse_identity_codes])
    purpose = models.TextField(
        _("purpose"),
        max_length=1000,
        blank=True,
        validators=[refuse_identity_codes],
        help_text=_("For whom it is and what is talked about: one or two sentences."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OPEN)
    joining = models.CharField(
        _("joining"), max_length=12, choices=Joining.choices, default=Joining.FREE
    )
    members_visible = models.BooleanField(
        _("members see who is in the group"),
        default=True,
        help_text=_("Otherwise only its owner and moderators do."),
    )
    shows_readers = models.BooleanField(_("members see who has read a topic"), default=False)
    section = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ends_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("For a working group: afterwards it can be read, but nothing written."),
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    #: When something was last written in it; kept by ``services.posts``.
    active_at = models.DateTimeField(_("last post"), default=timezone.now, editable=False)

    #: Wagtail must not scan it for references at every save.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("eKollega group")
        verbose_name_plural = _("eKollega groups")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["-active_at", "-id"], name="soskes_group_active")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="hidden") | Q(joining="invitation"),
                name="soskes_group_hidden_by_invitation",
            ),
            models.CheckConstraint(
                condition=~Q(kind="closed") | ~Q(joining="free"),
                name="soskes_group_closed_not_free",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.kind == self.Kind.HIDDEN and self.joining != self.Joining.INVITATION:
            raise ValidationError(
                {"joining": _("A hidden group can only be joined by invitation.")}
            )
        if self.kind == self.Kind.CLOSED and self.joining == self.Joining.FREE:
            raise ValidationError(
                {"joining": _("What everybody may join is not closed: choose another way.")}
            )

    @property
    def is_over(self) -> bool:
        """Whether nothing can be written any more: archived, or past its last day."""
        ended = self.ends_on is not None and self.ends_on < timezone.localdate()
        return self.archived_at is not None or ended

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        """Groups whose existence the viewer may know of."""
        if keys.OPEN not in viewer.access_keys:
            return Q(pk__in=[])
        if keys.ADMIN in viewer.access_keys:
            return Q()
        own = keys.ids(viewer, keys.IN) | keys.ids(viewer, keys.INVITED)
        return ~Q(kind=cls.Kind.HIDDEN) | Q(pk__in=own)

    @classmethod
    def readable_q(cls, viewer: Viewer, path: str = "") -> Q:
        """Condition on groups (``path``: lookup to the group, with its underscores) for reading
        what is written in them."""
        if keys.OPEN not in viewer.access_keys:
            return Q(pk__in=[])
        if keys.ADMIN in viewer.access_keys:
            return Q()
        own = keys.ids(viewer, keys.IN)
        return Q(**{f"{path}kind": cls.Kind.OPEN}) | Q(**{f"{path}pk__in": own})

    @classmethod
    def moderated_q(cls, viewer: Viewer, path: str = "") -> Q:
        """Condition on groups in which the viewer moderates, see ``standing.Standing``."""
        from soskes_wagtail.access import RoleKey

        if keys.OPEN not in viewer.access_keys:
            return Q(pk__in=[])
        if keys.ADMIN in viewer.access_keys:
            return Q()
        found = Q(**{f"{path}pk__in": keys.ids(viewer, keys.MODERATES)})
        if viewer.has_role(RoleKey.MODERATOR):
            found |= Q(**{f"{path}kind": cls.Kind.OPEN})
        return found

    @property
    def reading_keys(self) -> tuple[str, ...]:
        """Access keys, one of which is needed to read what is written in it."""
        if self.kind == self.Kind.OPEN:
            return (keys.OPEN,)
        return (f"{keys.IN}:{self.pk}", keys.ADMIN)

    @classmethod
    def sight_keys(cls, ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """As ``visible_q``, for many viewers at once: see ``access.many``."""
        found = {}
        for pk, kind in cls.objects.filter(pk__in=ids).values_list("pk", "kind"):
            hidden = {f"{keys.IN}:{pk}", f"{keys.INVITED}:{pk}", keys.ADMIN}
            found[str(pk)] = frozenset(hidden if kind == cls.Kind.HIDDEN else {keys.OPEN})
        return found


class GroupMember(models.Model):
    """One person in one group, or on the way into it."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        MODERATOR = "moderator", _("Moderator")
        OWNER = "owner", _("Owner")

    class State(models.TextChoices):
        ACTIVE = "active", _("Member")
        REQUESTED = "requested", _("Asks to join")
        INVITED = "invited", _("Invited")

    group = models.ForeignKey(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="members"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="soskes_groups",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    message = models.TextField(
        _("message"), max_length=500, blank=True, validators=[refuse_identity_codes]
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)
    #: What was written before this counts as read.
    read_until = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="soskes_group_member_once")
        ]

    def __str__(self):
        return f"{self.user} – {self.group}"

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        """Members of the groups whose list the viewer may see, and the viewer's own rows."""
        if keys.OPEN not in viewer.access_keys:
            return Q(pk__in=[])
        if keys.ADMIN in viewer.access_keys:
            return Q()
        inside = Q(group__in=keys.ids(viewer, keys.IN))
        listed = inside & Q(group__members_visible=True, state=cls.State.ACTIVE)
        return listed | Q(group__in=keys.ids(viewer, keys.MODERATES)) | Q(user=viewer.user)
