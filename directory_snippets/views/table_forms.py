"""The form that takes a table in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.directory_snippets.services.choices import choosable
from soskes_wagtail.directory_snippets.sheets.kinds import KINDS, Kind
from soskes_wagtail.directory_snippets.sheets.scope import Scope
from soskes_wagtail.directory_snippets.sheets.sheet import MOST_BYTES


def kinds_for(user) -> list[Kind]:
    """Tables that a user may send in: where they may add or change some rows."""
    scope = Scope(user)
    found = []
    for kind in KINDS.values():
        if scope.may(kind.model, "add"):
            found.append(kind)
    return found


def organisations_for(user):
    """Organisations that a user may choose for a table, by name."""
    ids = Scope(user).organisation_ids
    rows = choosable(user, Organisation.objects.current()).order_by("name_fi", "pk")
    return rows if ids is None else rows.filter(pk__in=ids)


class TableUploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("What the rows are"), widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        empty_label=_("Not chosen"),
        help_text=_(
            "Rows that name none belong to it. No row outside it and what is below it is changed."
        ),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, at most 5 MB and 5,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = kinds_for(user)
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in kinds]
        self.initial.setdefault("kind", kinds[0].key)
        field = self.fields["organisation"]
        field.queryset = organisations_for(user)
        field.required = Scope(user).organisation_ids is not None
        if field.required and "organisation" not in self.initial:
            # The one that all the others are below, when there is one.
            own = list(field.queryset)
            tops = [each for each in own if each.parent_id not in {other.pk for other in own}]
            self.initial["organisation"] = tops[0].pk if len(tops) == 1 else None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file is larger than %(number)s MB."), params={"number": MOST_BYTES >> 20}
            )
        return file

    @property
    def chosen_kind(self) -> Kind:
        return KINDS[self.cleaned_data["kind"]]
