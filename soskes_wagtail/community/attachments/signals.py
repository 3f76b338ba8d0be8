"""A file goes when its row has gone for good, however that came about."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from soskes_wagtail.community.attachments.models import Attachment


@receiver(post_delete, sender=Attachment, dispatch_uid="soskes_attachment_deleted")
def attachment_deleted(instance, using, **kwargs):
    for file in (instance.file, instance.small):
        if file:
            storage, name = file.storage, file.name
            transaction.on_commit(
                lambda storage=storage, name=name: storage.delete(name), using=using, robust=True
            )
