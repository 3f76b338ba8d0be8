from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase

from soskes_wagtail.identity_codes import refuse_identity_codes


class Expertise(TagBase):
    """An area of expertise. People write their own; ``people.expertise`` sees to it that the
    same one is not written in two ways."""

    free_tagging = True

    class Meta:
        verbose_name = _("area of expertise")
        verbose_name_plural = _("areas of expertise")
        ordering = ["name"]

    def clean(self):
        super().clean()
        refuse_identity_codes(self.name)

    @classmethod
    def visible_q(cls, viewer) -> models.Q:
        return models.Q() if viewer.is_member else models.Q(pk__in=[])


class ProfileExpertise(ItemBase):
    tag = models.ForeignKey(
        Expertise,
        verbose_name=_("area of expertise"),
        on_delete=models.CASCADE,
        related_name="profile_links",
    )
    content_object = ParentalKey(
        "soskes_directory.Profile", on_delete=models.CASCADE, related_name="expertise_links"
    )

    class Meta:
        verbose_name = _("area of expertise of a person")
        verbose_name_plural = _("areas of expertise of people")
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "content_object"], name="soskes_profile_expertise_once"
            )
        ]

    def __str__(self):
        return str(self.tag)
