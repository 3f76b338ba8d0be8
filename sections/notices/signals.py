"""When people are told; whom and what stands in the other files."""

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import ModelLogEntry
from wagtail.signals import page_published

from soskes_wagtail.pages import SoskesPageMixin
from soskes_wagtail.sections.notices.facts import tell_changed_facts
from soskes_wagtail.sections.notices.publishing import tell_published


@receiver(page_published, dispatch_uid="soskes_notice_published")
def page_is_published(sender, instance, revision=None, **kwargs):
    if issubclass(sender, SoskesPageMixin):
        actor = revision.user if revision else None
        # After the commit: its municipalities and tags are stored by then.
        transaction.on_commit(lambda: tell_published(instance, actor))


@receiver(post_save, sender=ModelLogEntry, dispatch_uid="soskes_notice_facts")
def record_is_logged(instance, created, raw, **kwargs):
    if created and not raw:
        transaction.on_commit(lambda: tell_changed_facts(instance))
