"""What the first step of a merger asks: which two, and from which day."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from soskes_wagtail.directory_snippets.mergers.check import problems_of
from soskes_wagtail.directory_snippets.models import Area, Merger, Organisation

_FARTHEST = datetime.timedelta(days=3660)


class MergerForm(forms.ModelForm):
    """Subclasses say of which kind it is; the instance gets checked as a whole."""

    kind: Merger.Kind

    class Meta:
        model = Merger
        fields = ["date"]
        widgets = {"date": AdminDateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.kind = self.kind
        self.fields["date"].help_text = _(
            "The old one ends on the day before. A day to come is waited for; today or a day "
            "before it is carried out at once."
        )

    def clean_date(self):
        day = self.cleaned_data["date"]
        if abs(day - timezone.localdate()) > _FARTHEST:
            raise ValidationError(_("This is more than ten years away: is the year right?"))
        return day

    def clean(self):
        data = super().clean()
        if not self.errors:
            for name in self._meta.fields:
                setattr(self.instance, name, data[name])
            self.complete(data)
            for problem in problems_of(self.instance):
                self.add_error(None, problem)
        return data

    def complete(self, data) -> None:
        """Set what the fields do not say by themselves."""


class OrganisationMergerForm(MergerForm):
    kind = Merger.Kind.ORGANISATION

    class Meta(MergerForm.Meta):
        fields = ["old_organisation", "new_organisation", "date"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.current().filter(withdrawn_at__isnull=True)
        for name in ("old_organisation", "new_organisation"):
            self.fields[name].queryset = rows.select_related("parent").order_by("name_fi", "pk")
            self.fields[name].label_from_instance = _with_parent
            self.fields[name].required = True
        # One that begins only on that day can be the new one.
        later = Organisation.objects.filter(valid_from__gt=timezone.localdate())
        self.fields["new_organisation"].queryset |= later.select_related("parent")


class MunicipalityMergerForm(MergerForm):
    kind = Merger.Kind.MUNICIPALITY

    with_organisation = forms.BooleanField(
        label=_("The organisations, too"),
        required=False,
        initial=True,
        help_text=_(
            "Everything of the municipality's own organisation goes to that of the other one."
        ),
    )

    class Meta(MergerForm.Meta):
        fields = ["old_area", "new_area", "date"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        rows = Area.objects.municipalities().order_by("name_fi", "pk")
        self.fields["old_area"].queryset = rows.current()
        self.fields["new_area"].queryset = rows.current() | rows.filter(valid_from__gt=today)
        for name in ("old_area", "new_area"):
            self.fields[name].required = True

    def complete(self, data):
        if not data["with_organisation"]:
            return
        pair = [_own_organisation(area) for area in (data["old_area"], data["new_area"])]
        if all(pair):
            self.instance.old_organisation, self.instance.new_organisation = pair
        elif pair[0] or pair[1]:
            self.add_error(
                "with_organisation",
                _(
                    "One of the municipalities does not have exactly one organisation of its own. "
                    "Leave this out and merge the organisations by themselves."
                ),
            )


def _own_organisation(area: Area) -> Organisation | None:
    """The municipality itself among the organisations; None when that is not plain."""
    found = Organisation.objects.filter(
        area=area, type=Organisation.Type.MUNICIPALITY, parent=None, valid_to=None
    )[:2]
    return found[0] if len(found) == 1 else None


def _with_parent(organisation: Organisation) -> str:
    """Departments of many municipalities have the same name."""
    return f"{organisation} ({organisation.parent})" if organisation.parent else str(organisation)


FORMS = {form.kind.value: form for form in (OrganisationMergerForm, MunicipalityMergerForm)}
