"""The community's share of ``soskes_install`` and ``soskes_uninstall``."""

from soskes_wagtail.community.attachments.models import Attachment
from soskes_wagtail.install import InstallContext, InstallStep, register_step


def register() -> None:
    register_step(InstallStep("attachments", 34, lambda context: None, uninstall))


def uninstall(context: InstallContext) -> None:
    """Remove attachments and, after the commit, their files."""
    context.remove(Attachment.objects.all())
