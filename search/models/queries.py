from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchedQuery(models.Model):
    """How often something was searched for on a day, and how much of it anybody of the network
    could find. Nothing tells who searched."""

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=12)
    query = models.CharField(_("query"), max_length=100)
    hits = models.PositiveIntegerField(_("results"), default=0)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language", "query"], name="soskes_search_day_query"
            )
        ]

    def __str__(self):
        return self.query
