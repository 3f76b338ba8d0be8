"""What can be found: one table over everything, beside which each engine keeps its tokens."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchAccess(models.Model):
    """A set of access keys; few sets serve all documents."""

    keys = models.CharField(_("keys"), max_length=500, unique=True)

    class Meta:
        verbose_name = _("access of search documents")
        verbose_name_plural = _("access of search documents")

    def __str__(self):
        return self.keys


class SearchAccessKey(models.Model):
    """One key of a set: whoever holds one of them finds the documents."""

    access = models.ForeignKey(SearchAccess, on_delete=models.CASCADE, related_name="key_rows")
    key = models.CharField(_("key"), max_length=100, db_index=True)

    class Meta:
        verbose_name = _("access key of search documents")
        verbose_name_plural = _("access keys of search documents")
        constraints = [
            models.UniqueConstraint(fields=["access", "key"], name="soskes_search_access_key")
        ]

    def __str__(self):
        return self.key


class SearchDocument(models.Model):
    """One entry of a source (``search_sources.SearchEntry``), as rows can hold it.

    ``facets``: ``|area:992|tag:koulutus|``, what a search is narrowed by. ``digest`` changes with
    anything of the document and with the analysis, so that what has not changed is not written.
    Rows are written by ``search.index`` only; on PostgreSQL the table has one column more.
    """

    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    language = models.CharField(max_length=12, blank=True)
    access = models.ForeignKey(SearchAccess, on_delete=models.PROTECT, related_name="+")
    page_path = models.CharField(max_length=255, blank=True)
    facets = models.CharField(max_length=2000, blank=True)
    classes = models.CharField(max_length=500, blank=True)
    updated_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    found_from = models.DateTimeField(null=True)
    found_until = models.DateTimeField(null=True)
    digest = models.CharField(max_length=40)
    title = models.CharField(max_length=500)
    url = models.CharField(max_length=1000, blank=True)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        indexes = [models.Index(fields=["kind", "object_id"], name="soskes_search_object")]

    def __str__(self):
        return self.title
