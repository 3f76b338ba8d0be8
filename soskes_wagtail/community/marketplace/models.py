import datetime
import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import RoleKey, Viewer
from soskes_wagtail.community.member_text_fields import MemberTextField
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.models.mixins import NamedModel
from soskes_wagtail.identity_codes import refuse_identity_codes

#: How long an ad stands, and for how long once more each time it is renewed.
DAYS = 30
MODERATORS = (RoleKey.MODERATOR, RoleKey.ADMINISTRATOR)
NOBODY = Q(pk__in=[])


def last_day() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=DAYS)


class AdCategory(NamedModel):
    """What ads are about; administrators keep the list."""

    slug = models.SlugField(_("address part"), unique=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("category of ads")
        verbose_name_plural = _("categories of ads")
        ordering = ["sort_order", "name_fi"]

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        return Q() if viewer.is_member else NOBODY


class AdQuerySet(models.QuerySet):
    def current(self):
        """Ads that stand in the list today."""
        return self.filter(state=Ad.State.OPEN, expires_on__gte=timezone.localdate())


class Ad(models.Model):
    class Kind(models.TextChoices):
        OFFER = "offer", _("For sale")
        GIVE = "give", _("To give away")
        WANTED = "wanted", _("Wanted")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("sold or found")
        HIDDEN = "hidden", _("hidden by a moderator")

    #: Comes with the form, so that a form sent twice makes one ad.
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("put up by"),
        on_delete=models.CASCADE,
        related_name="soskes_ads",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=120, validators=[refuse_identity_codes])
    body = MemberTextField(_("description"))
    category = models.ForeignKey(
        AdCategory, verbose_name=_("category"), on_delete=models.PROTECT, related_name="ads"
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"kind": Area.Kind.MUNICIPALITY},
    )
    price = models.DecimalField(
        _("price, euros"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100_000)],
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(_("put up"), default=timezone.now)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    expires_on = models.DateField(_("last day"), default=last_day)
    #: The last day that the author has been told is near.
    warned_of = models.DateField(_("warned of the end"), null=True, editable=False)
    hidden_reason = models.CharField(_("why it is hidden"), max_length=300, blank=True)

    objects = AdQuerySet.as_manager()

    class Meta:
        verbose_name = _("ad")
        verbose_name_plural = _("ads")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "expires_on", "-created_at"], name="soskes_ad_list")
        ]

    def __str__(self):
        return self.title

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        """Members: what stands in the list, and their own. Moderators: all."""
        if not viewer.is_member:
            return NOBODY
        if viewer.has_role(*MODERATORS):
            return Q()
        current = Q(state=cls.State.OPEN, expires_on__gte=timezone.localdate())
        return current | Q(author=viewer.user.pk)

    @property
    def is_current(self) -> bool:
        return self.state == self.State.OPEN and self.expires_on >= timezone.localdate()

    @property
    def has_ended(self) -> bool:
        return self.state == self.State.OPEN and self.expires_on < timezone.localdate()


class Conversation(models.Model):
    """What two people write to each other about an ad; nobody else reads it."""

    ad = models.ForeignKey(
        Ad, verbose_name=_("ad"), on_delete=models.CASCADE, related_name="conversations"
    )
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("begun by"),
        on_delete=models.CASCADE,
        related_name="soskes_ad_conversations",
    )
    last_at = models.DateTimeField(_("last message"), default=timezone.now)

    class Meta:
        verbose_name = _("conversation about an ad")
        verbose_name_plural = _("conversations about ads")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["ad", "asker"], name="soskes_ad_conversation_once")
        ]

    def __str__(self):
        return str(self.ad)

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        if not viewer.is_member:
            return NOBODY
        return Q(asker=viewer.user.pk) | Q(ad__author=viewer.user.pk)


class ConversationMessage(models.Model):
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    conversation = models.ForeignKey(
        Conversation,
        verbose_name=_("conversation"),
        on_delete=models.CASCADE,
        related_name="messages",
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    body = models.TextField(_("text"), validators=[refuse_identity_codes])
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        verbose_name = _("message about an ad")
        verbose_name_plural = _("messages about ads")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.conversation_id}: {self.pk}"

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        if not viewer.is_member:
            return NOBODY
        own = viewer.user.pk
        return Q(conversation__asker=own) | Q(conversation__ad__author=own)


class AdReport(models.Model):
    """Somebody finds that an ad does not belong here."""

    ad = models.ForeignKey(
        Ad, verbose_name=_("ad"), on_delete=models.CASCADE, related_name="reports"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=500, validators=[refuse_identity_codes])
    created_at = models.DateTimeField(_("reported"), default=timezone.now)
    handled_at = models.DateTimeField(_("handled"), null=True)

    class Meta:
        verbose_name = _("report of an ad")
        verbose_name_plural = _("reports of ads")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ad", "reporter"],
                condition=Q(handled_at__isnull=True),
                name="soskes_ad_report_once",
            )
        ]

    def __str__(self):
        return f"{self.ad_id}: {self.reason[:40]}"

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        return Q() if viewer.has_role(*MODERATORS) else NOBODY


class WatchedSearch(models.Model):
    """A search that somebody keeps: new ads that it finds are told of."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="soskes_watched_searches",
    )
    words = models.CharField(_("words"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Ad.Kind.choices, blank=True)
    category = models.ForeignKey(
        AdCategory,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    created_at = models.DateTimeField(_("kept since"), default=timezone.now)

    class Meta:
        verbose_name = _("watched search")
        verbose_name_plural = _("watched searches")
        ordering = ["-pk"]

    def __str__(self):
        parts = [self.get_kind_display(), self.words, self.category, self.area]
        return ", ".join(str(part) for part in parts if part)

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        return Q(user=viewer.user.pk) if viewer.is_member else NOBODY
