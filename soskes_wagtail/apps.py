from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SoskesConfig(AppConfig):
    """The shell: what all parts share. It imports none of the parts."""

    name = "soskes_wagtail"
    label = "soskes"
    verbose_name = _("SosKes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from soskes_wagtail import checks, content_version, signals  # noqa: F401
        from soskes_wagtail.closed_images import checks as image_checks  # noqa: F401
        from soskes_wagtail.closed_images import due, fields
        from soskes_wagtail.install import leftovers, roles
        from soskes_wagtail.nightly import register_nightly_jobs
        from soskes_wagtail.notifications import bell, page_topics, person
        from soskes_wagtail.notifications import install as notices_page
        from soskes_wagtail.person_data import access_log, account

        content_version.connect()
        fields.guard()
        due.connect()
        roles.register()
        leftovers.register()
        account.register()
        bell.register()
        person.register()
        page_topics.register()
        notices_page.register()
        access_log.register()
        register_nightly_jobs({"soskes_sync_privacy": 30, "soskes_apply_retention": 80})
