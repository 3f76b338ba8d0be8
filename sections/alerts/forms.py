from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from soskes_wagtail.sections.alerts.policy import may_tell_all, own_areas, own_sections


class AlertForm(WagtailAdminModelForm):
    """Offers the sections and municipalities of the user only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = own_sections(self.for_user).order_by("path")
        self.fields["area"].queryset = own_areas(self.for_user).order_by("name_fi")

    def clean(self):
        cleaned = super().clean()
        somewhere = cleaned.get("section") or cleaned.get("area")
        if not somewhere and not self.errors and not may_tell_all(self.for_user):
            raise ValidationError(
                _("Choose a section or a municipality: only administrators tell all.")
            )
        return cleaned
