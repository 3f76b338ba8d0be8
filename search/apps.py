from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "soskes_wagtail.search"
    label = "soskes_search"
    verbose_name = _("SosKes search")
    default_auto_field = "django.db.models.BigAutoField"
