from collections import Counter
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Locale, Page, PageLogEntry

from soskes_wagtail.models import InstalledObject


@dataclass
class InstallContext:
    """What the steps of one run share.

    ``parent``: the host's page under which SosKes goes. ``locale``: language of the starter
    texts. ``home``: the SosKes home, once it is there. ``created``/``existing``/``removed``:
    counts per plural name of what was made, found or removed.
    """

    parent: Page | None = None
    locale: Locale | None = None
    home: Page | None = None
    created: Counter = field(default_factory=Counter)
    existing: Counter = field(default_factory=Counter)
    removed: Counter = field(default_factory=Counter)

    def made(self, obj: models.Model) -> None:
        """Count ``obj`` as created and remember it for ``soskes_uninstall``."""
        self.created[_plural(obj)] += 1
        InstalledObject.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(obj), object_id=str(obj.pk)
        )

    def found(self, obj: models.Model) -> None:
        self.existing[_plural(obj)] += 1

    def made_or_found(self, obj: models.Model, created: bool) -> None:
        (self.made if created else self.found)(obj)

    def installed(self, model: type[models.Model]) -> models.QuerySet:
        """Rows of ``model`` that an earlier installation made and that are still there."""
        ids = InstalledObject.objects.filter(
            content_type=ContentType.objects.get_for_model(model)
        ).values_list("object_id", flat=True)
        return model._default_manager.filter(pk__in=list(ids))

    def remove(self, queryset: models.QuerySet) -> None:
        """Delete rows one by one, as signals of the host and of Wagtail expect, and count them."""
        for obj in queryset:
            self.removed[_plural(obj)] += 1
            obj.delete()

    def remove_pages(self, pages: models.QuerySet) -> None:
        """Delete pages with what lies below them and what the log says of all these."""
        for page in pages.order_by("depth"):
            branch = Page.objects.filter(path__startswith=page.path)
            ids = list(branch.values_list("pk", flat=True))
            if ids:
                self.removed[str(Page._meta.verbose_name_plural)] += len(ids)
                Page.objects.get(pk=page.pk).delete()
                PageLogEntry.objects.filter(page_id__in=ids).delete()


def _plural(obj: models.Model) -> str:
    return str(obj._meta.verbose_name_plural)
