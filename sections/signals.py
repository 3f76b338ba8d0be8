"""When municipality pages are due; what is done stands in ``services.municipality_pages``."""

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.sections.models import MunicipalityDirectoryPage
from soskes_wagtail.sections.services.municipality_pages import ensure_pages


@receiver(post_save, sender=Area, dispatch_uid="soskes_area_saved")
def area_saved(instance, raw, **kwargs):
    if not raw and instance.kind == Area.Kind.MUNICIPALITY:
        _ensure_on_commit()


@receiver(page_published, sender=MunicipalityDirectoryPage, dispatch_uid="soskes_directory_live")
def directory_published(instance, **kwargs):
    transaction.on_commit(lambda: ensure_pages(instance))


def _ensure_on_commit() -> None:
    """Have the pages made once at the end of the transaction, however many areas it saves.

    A call that waits already does for this one too: Django drops it only together with a
    savepoint that both were made in.
    """
    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is ensure_pages for entry in waiting):
        transaction.on_commit(ensure_pages)
