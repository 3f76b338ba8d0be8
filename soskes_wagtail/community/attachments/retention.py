"""Files that were sent and never attached: they go after two days."""

from django.utils.translation import gettext_lazy as _

from soskes_wagtail.community.attachments.models import Attachment
from soskes_wagtail.retention import RetentionRule, register_retention_rule


def register() -> None:
    register_retention_rule(
        RetentionRule(
            "unattached_files",
            _("Files that were sent and never attached to anything"),
            2,
            lambda before: Attachment.objects.filter(content_type=None, created_at__lt=before),
        )
    )
