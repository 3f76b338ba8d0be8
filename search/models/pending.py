"""What the index still has to do, and what it was built with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PendingUpdate(models.Model):
    """A note that an object is to be indexed: it failed, was put off, or an import wrote it and
    has not come to it yet. There may be several of one object. ``index.pending`` does them."""

    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("pending update of the search index")
        verbose_name_plural = _("pending updates of the search index")

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class IndexState(models.Model):
    """One row: the analysis (engine, dictionary) that the whole index was built with, and the
    index of the search server that is complete (``search.server``)."""

    analysis = models.CharField(max_length=40, blank=True)
    server = models.CharField(max_length=100, blank=True)
    built_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("state of the search index")
        verbose_name_plural = _("states of the search index")

    def __str__(self):
        return self.analysis
