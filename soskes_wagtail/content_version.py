"""A number that grows whenever anything changes that a SosKes page may show.

What is kept in a cache carries it in its key, so that a change is seen at the next request, in
every process. It costs one small query.
"""

from django.db import models
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, Site
from wagtail.signals import post_page_move

from soskes_wagtail.access.log import AccessLogEntry
from soskes_wagtail.access.prepared import prepared_rows
from soskes_wagtail.commits import once_on_commit

#: Beside SosKes's own models, what its pages show of the host's.
SHOWN = (
    Page,
    AbstractDocument,
    AbstractImage,
    Collection,
    CollectionViewRestriction,
    Locale,
    Site,
)


#: Of SosKes's own, what no page shows; parts may add to it in ``AppConfig.ready()``.
NOT_SHOWN: set[type[models.Model]] = {AccessLogEntry}


class ContentVersion(models.Model):
    """One row."""

    number = models.PositiveBigIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("content version")
        verbose_name_plural = _("content versions")

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return next((number for (number,) in prepared_rows(_numbers)), 0)

    @classmethod
    def of(cls, request: HttpRequest) -> int:
        """The number as it was when the request first asked; one query for a request."""
        if not hasattr(request, "_soskes_content_version"):
            request._soskes_content_version = cls.current()
        return request._soskes_content_version


def _numbers() -> models.QuerySet:
    return ContentVersion.objects.order_by("pk").values_list("number")[:1]


NOT_SHOWN.add(ContentVersion)


def bump() -> None:
    """Count a change. For code that writes past Django's signals (``bulk_create``, ``update``)."""
    if not ContentVersion.objects.update(number=F("number") + 1):
        ContentVersion.objects.get_or_create(pk=1, defaults={"number": 1})


def bump_on_commit() -> None:
    """Count once for a transaction, after it: its lock would keep other writers waiting."""
    once_on_commit(bump)


def _changed(*, sender, **kwargs) -> None:
    ours = sender._meta.app_label.startswith("soskes") and sender not in NOT_SHOWN
    if ours or issubclass(sender, SHOWN):
        bump_on_commit()


def _moved(**kwargs) -> None:
    bump_on_commit()


def connect() -> None:
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(_changed, dispatch_uid="soskes_content_version")
    post_page_move.connect(_moved, dispatch_uid="soskes_content_version_move")
