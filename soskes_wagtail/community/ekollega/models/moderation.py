"""Reports of posts, and warnings to their authors. What was done is in the access log."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.community.ekollega.models.group import Group
from soskes_wagtail.community.ekollega.models.post import Post
from soskes_wagtail.identity_codes import refuse_identity_codes


class Report(models.Model):
    """Somebody thinks that a post should not be there."""

    class Reason(models.TextChoices):
        CLIENT = "client", _("Tells about a client")
        RUDE = "rude", _("Is rude or hurts somebody")
        WRONG = "wrong", _("Is wrong in a way that may do harm")
        OTHER = "other", _("Something else")

    post = models.ForeignKey(
        Post, verbose_name=_("post"), on_delete=models.CASCADE, related_name="reports"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    note = models.TextField(
        _("more about it"), max_length=1000, blank=True, validators=[refuse_identity_codes]
    )
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    closed_at = models.DateTimeField(_("dealt with"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dealt with by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    outcome = models.CharField(_("outcome"), max_length=20, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("report of a post")
        verbose_name_plural = _("reports of posts")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "reporter"],
                condition=Q(closed_at=None),
                name="soskes_report_once",
            )
        ]

    def __str__(self):
        return f"{self.post}: {self.get_reason_display()}"

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        return Group.moderated_q(viewer, "post__topic__group__")


class MemberWarning(models.Model):
    """A moderator told somebody to keep to the rules of a group."""

    group = models.ForeignKey(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="warnings"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="soskes_warnings",
    )
    post = models.ForeignKey(
        Post, verbose_name=_("post"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.CharField(_("text"), max_length=500, validators=[refuse_identity_codes])
    created_at = models.DateTimeField(_("given"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("warning")
        verbose_name_plural = _("warnings")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.user}: {self.text[:60]}"

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        own = Q(user=viewer.user) if viewer.is_member else Q(pk__in=[])
        return own | Group.moderated_q(viewer, "group__")
