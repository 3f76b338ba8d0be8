from django import forms
from django.utils.translation import gettext_lazy as _


class EventFilterForm(forms.Form):
    """The choices of an event list; only what occurs in the list can be chosen."""

    kunta = forms.ChoiceField(label=_("Municipality"), required=False)
    osio = forms.ChoiceField(label=_("Section"), required=False)
    aihe = forms.ChoiceField(label=_("Topic"), required=False)
    menneet = forms.BooleanField(label=_("Past events"), required=False)

    def __init__(self, chosen, choices: dict):
        """``chosen``: EventFilter; ``choices``: what ``events.filter_choices`` returned."""
        data = {
            "kunta": chosen.area,
            "osio": str(chosen.section or ""),
            "aihe": chosen.tag,
            "menneet": "1" if chosen.past else "",
        }
        super().__init__({name: value for name, value in data.items() if value} or None)
        self.fields["menneet"].widget = forms.CheckboxInput(attrs={"value": "1"})
        options = {
            "kunta": [(area.slug, area.name) for area in choices["areas"]],
            "osio": [(str(page.pk), page.title) for page in choices["sections"]],
            "aihe": [(tag.slug, tag.name) for tag in choices["tags"]],
        }
        for name, found in options.items():
            if found:
                self.fields[name].choices = [("", _("All")), *found]
            else:
                del self.fields[name]
