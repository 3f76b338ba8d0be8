from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationEditor(models.Model):
    """Who keeps the records of an organisation, and of everything below it, up to date."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="soskes_organisation_links",
    )
    organisation = models.ForeignKey(
        "soskes_directory.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="editor_links",
        help_text=_("The organisations below it are included."),
    )

    class Meta:
        verbose_name = _("editor of an organisation")
        verbose_name_plural = _("editors of organisations")
        ordering = ["organisation__name_fi", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="soskes_organisation_editor_once",
                violation_error_message=_("This user edits this organisation already."),
            )
        ]

    def __str__(self):
        return f"{self.user} – {self.organisation}"

    @classmethod
    def visible_q(cls, viewer) -> models.Q:
        """Who edits what is the administrators' business."""
        return models.Q() if viewer.is_admin else models.Q(pk__in=[])
