"""When municipality pages are due; what is done stands in ``services.municipality_pages``."""

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from soskes_wagtail.commits import once_on_commit
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.sections.models import MunicipalityDirectoryPage
from soskes_wagtail.sections.services.municipality_pages import ensure_pages


@receiver(post_save, sender=Area, dispatch_uid="soskes_area_saved")
def area_saved(instance, raw, **kwargs):
    if not raw and instance.kind == Area.Kind.MUNICIPALITY:
        once_on_commit(ensure_pages)


@receiver(page_published, sender=MunicipalityDirectoryPage, dispatch_uid="soskes_directory_live")
def directory_published(instance, **kwargs):
    transaction.on_commit(lambda: ensure_pages(instance))
