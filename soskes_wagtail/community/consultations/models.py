import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.community.member_text_fields import MemberTextField
from soskes_wagtail.identity_codes import refuse_identity_codes


class ConsultationQuerySet(models.QuerySet):
    def of_panel(self, panel):
        """Questions to a panel, in whatever language its page is."""
        return self.filter(panel_key=panel.translation_key)

    def waiting(self):
        """Those that an expert has to do something about."""
        return self.filter(state__in=[Consultation.State.ASKED, Consultation.State.TAKEN])


class Consultation(models.Model):
    """One question to a panel and what became of it."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        TAKEN = "taken", _("being answered")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    class Help(models.TextChoices):
        YES = "yes", _("Yes, it helped")
        PARTLY = "partly", _("It helped partly")
        NO = "no", _("It did not help")

    #: Comes with the form, so that a form sent twice makes one question.
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    panel_key = models.UUIDField(_("panel"), editable=False, db_index=True)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="soskes_consultations",
    )
    is_anonymous = models.BooleanField(_("without my name"), default=False)
    title = models.CharField(
        _("question in one sentence"), max_length=200, validators=[refuse_identity_codes]
    )
    situation = MemberTextField(_("what the situation is"))
    tried = MemberTextField(_("what has been tried"), blank=True)
    law = models.CharField(
        _("which law it is about"),
        max_length=300,
        blank=True,
        validators=[refuse_identity_codes],
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.ASKED, db_index=True
    )
    experts = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("experts"), blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    promised_on = models.DateField(_("answer promised by"))
    taken_at = models.DateTimeField(_("taken"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True)
    helped = models.CharField(_("did it help"), max_length=10, choices=Help.choices, blank=True)
    rating_text = models.CharField(
        _("what was good, what was missing"),
        max_length=1000,
        blank=True,
        validators=[refuse_identity_codes],
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return self.title

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        """The asker and the experts of the panel, while they are members."""
        if not viewer.is_member:
            return Q(pk__in=[])
        return Q(asker=viewer.user.pk) | Q(panel_key__in=panels_of(viewer))

    @classmethod
    def sight_members(cls, ids: Iterable[str]) -> dict[str, set[int]]:
        """As ``visible_q``, for many viewers at once: see ``access.many``."""
        rows = cls.objects.filter(pk__in=ids).order_by()
        found = list(rows.values_list("pk", "asker_id", "panel_key"))
        experts = experts_of({panel for *_, panel in found})
        return {str(pk): experts[panel] | {asker} - {None} for pk, asker, panel in found}

    @property
    def is_open(self) -> bool:
        return self.state != self.State.CLOSED

    @property
    def is_late(self) -> bool:
        waiting = self.state in (self.State.ASKED, self.State.TAKEN)
        return waiting and self.promised_on < timezone.localdate()


def panels_of(viewer: Viewer) -> frozenset:
    """Translation keys of the panels that a member is an expert of; one query per viewer."""
    if not viewer.is_member:
        return frozenset()
    known = viewer.__dict__.get("_soskes_panels")
    if known is None:
        from soskes_wagtail.community.consultations.pages import PanelExpert

        found = PanelExpert.objects.filter(user=viewer.user.pk, page__live=True)
        known = frozenset(found.values_list("page__translation_key", flat=True))
        viewer.__dict__["_soskes_panels"] = known
    return known


def experts_of(panel_keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[int]]:
    """Ids of the experts of panels by the panels' translation keys, as ``panels_of`` counts
    them; one query."""
    from soskes_wagtail.community.consultations.pages import PanelExpert

    rows = PanelExpert.objects.filter(page__translation_key__in=panel_keys, page__live=True)
    found: dict[uuid.UUID, set[int]] = defaultdict(set)
    for key, user_id in rows.order_by().values_list("page__translation_key", "user_id"):
        found[key].add(user_id)
    return found


class ConsultationMessage(models.Model):
    """What is written about a question: to the asker, by the asker, or among the experts."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Answer")
        FOLLOW_UP = "follow_up", _("Further question")
        INTERNAL = "internal", _("Among the experts")

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("consultation"),
        on_delete=models.CASCADE,
        related_name="messages",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    body = MemberTextField(_("text"))
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("message of a consultation")
        verbose_name_plural = _("messages of consultations")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.consultation_id}: {self.get_kind_display()}"

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        """As the question; what experts write among themselves is for the experts."""
        if not viewer.is_member:
            return Q(pk__in=[])
        as_expert = Q(consultation__panel_key__in=panels_of(viewer))
        as_asker = Q(consultation__asker=viewer.user.pk) & ~Q(kind=cls.Kind.INTERNAL)
        return as_expert | as_asker


class BankedCase(models.Model):
    """A question and its answer, rewritten for all members. Published when both have approved."""

    consultation = models.OneToOneField(
        Consultation,
        verbose_name=_("consultation"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="case",
    )
    panel_key = models.UUIDField(_("panel"), editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=10, editable=False)
    title = models.CharField(_("question"), max_length=200, validators=[refuse_identity_codes])
    question = MemberTextField(_("situation"))
    answer = MemberTextField(_("answer"))
    law = models.CharField(
        _("laws"), max_length=300, blank=True, validators=[refuse_identity_codes]
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("rewritten by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asker_approved_at = models.DateTimeField(_("approved by the asker"), null=True)
    expert_approved_at = models.DateTimeField(_("approved by an expert"), null=True)
    published_at = models.DateTimeField(_("published"), null=True, db_index=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("case of the question bank")
        verbose_name_plural = _("cases of the question bank")
        ordering = ["-published_at", "-pk"]

    def __str__(self):
        return self.title

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        """Published cases: all members. Before: the asker and the experts."""
        if not viewer.is_member:
            return Q(pk__in=[])
        own = Q(consultation__asker=viewer.user.pk) | Q(panel_key__in=panels_of(viewer))
        return Q(published_at__isnull=False) | own
