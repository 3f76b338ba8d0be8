from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search of the network. Knows no part: they register what is searchable."""

    name = "soskes_wagtail.search"
    label = "soskes_search"
    verbose_name = _("SosKes search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from soskes_wagtail.nightly import register_nightly_jobs
        from soskes_wagtail.search import checks, install  # noqa: F401
        from soskes_wagtail.search.index import changes
        from soskes_wagtail.search.services import pages
        from soskes_wagtail.search.services.admin_search import found_ids
        from soskes_wagtail.search_sources import register_finder

        pages.register()
        changes.connect()
        register_finder(found_ids)
        install.register()
        register_nightly_jobs({"soskes_check_search": 40})
