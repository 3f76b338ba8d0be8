from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SectionsConfig(AppConfig):
    """Page types and blocks."""

    name = "soskes_wagtail.sections"
    label = "soskes_sections"
    verbose_name = _("SosKes pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from soskes_wagtail.directory_snippets.mergers.parts import register_merger_part
        from soskes_wagtail.sections import install, search_sources, signals  # noqa: F401
        from soskes_wagtail.sections.alerts import showing
        from soskes_wagtail.sections.members import profile_link
        from soskes_wagtail.sections.notices import kinds, own
        from soskes_wagtail.sections.notices import signals as notice_signals  # noqa: F401
        from soskes_wagtail.sections.services.mergers import PART

        install.register()
        register_merger_part(PART)
        search_sources.register()
        kinds.register()
        own.register()
        showing.register()
        profile_link.register()
