"""The share of notices in ``soskes_install``: their page below the SosKes home."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from soskes_wagtail.install import InstallContext, InstallStep, register_step
from soskes_wagtail.notifications.models import (
    Mailing,
    NoticeEvent,
    NoticePreferences,
    Subscription,
)
from soskes_wagtail.notifications.page import NoticesPage


def register() -> None:
    register_step(InstallStep("notices", 45, install, uninstall))


def install(context: InstallContext) -> None:
    if context.home is None:
        return
    page = NoticesPage.objects.child_of(context.home).first()
    if page:
        context.found(page)
        return
    with override(context.locale.language_code):
        page = NoticesPage(title=_("Notices"), slug="ilmoitukset", locale=context.locale)
    context.home.add_child(instance=page)
    page.save_revision().publish()
    context.created[str(NoticesPage._meta.verbose_name_plural)] += 1


def uninstall(context: InstallContext) -> None:
    context.remove_pages(NoticesPage.objects.all())
    # Without signals or a word to anybody: what was told goes with what it was told of.
    for model in (NoticeEvent, Mailing, Subscription, NoticePreferences):
        model.objects.all().delete()
