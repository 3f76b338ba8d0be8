from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SectionsConfig(AppConfig):
    name = "soskes_wagtail.sections"
    label = "soskes_sections"
    verbose_name = _("SosKes pages")
    default_auto_field = "django.db.models.BigAutoField"
