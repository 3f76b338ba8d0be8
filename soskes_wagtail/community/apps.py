from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    """What members write themselves: discussions and their attachments.

    A host may leave it out of ``INSTALLED_APPS``; nothing below it knows it.
    """

    name = "soskes_wagtail.community"
    label = "soskes_community"
    verbose_name = _("SosKes community")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from soskes_wagtail import content_version
        from soskes_wagtail.community import consultations, feedback, install, marketplace
        from soskes_wagtail.community.attachments import checks, retention, signals  # noqa: F401
        from soskes_wagtail.community.ekollega import start
        from soskes_wagtail.nightly import register_nightly_jobs

        # No page that is kept in a cache shows what members write.
        content_version.NOT_SHOWN.update(self.get_models())
        install.register()
        consultations.register()
        feedback.register()
        retention.register()
        start.register()
        marketplace.register()
        register_nightly_jobs(
            {"soskes_send_consultation_reminders": 60, "soskes_tend_marketplace": 70}
        )
