"""The form with which people keep their own profile."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.forms.models import inlineformset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer, audit
from soskes_wagtail.directory_snippets.models import (
    Expertise,
    NetworkRole,
    Profile,
    ProfileAbsence,
)
from soskes_wagtail.directory_snippets.models.languages import LANGUAGE_NAMES
from soskes_wagtail.directory_snippets.people.colleagues import colleagues
from soskes_wagtail.directory_snippets.people.expertise import MOST, known_names, refusal, split
from soskes_wagtail.directory_snippets.people.photos import keep_photo, small_photo
from soskes_wagtail.directory_snippets.services.access_events import disclosure_changed
from soskes_wagtail.directory_snippets.services.choices import network_areas

#: Names of the fields that have a level, in the order of the form.
LEVELLED = {
    "phone": "phone",
    "email": "email",
    "photo": "photo",
    "areas": "areas",
    "expertise": "expertise",
    "languages": "languages",
    "ask_me": "network_roles",
    "absences": "absence",
}


class SeveralInputs(forms.TextInput):
    """Boxes of one name, side by side, so that the browser suggests something in each of them;
    what stands in them is one text with commas."""

    template_name = "soskes_wagtail/directory_snippets/several_inputs.html"
    boxes = 3

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        values = [part.strip() for part in str(value or "").split(",") if part.strip()]
        room = max(self.boxes, len(values))
        context["boxes"] = (values + [""] * room)[:room]
        return context

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return ", ".join(filter(None, map(str.strip, values)))


class ProfileForm(forms.ModelForm):
    """``suggestions``: names of areas of expertise to offer while typing.

    ``merged``, after ``save``: pairs of what was written and the area that is known already.
    """

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP. It is made small, and what the camera wrote is removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove_photo = forms.BooleanField(label=_("Remove the photo"), required=False)
    known_expertise = forms.ModelMultipleChoiceField(
        label=_("Areas of expertise"),
        queryset=Expertise.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_expertise = forms.CharField(
        label=_("Add areas of expertise"),
        required=False,
        max_length=500,
        help_text=_("One in each box. While you type, those of your colleagues are suggested."),
        widget=SeveralInputs(attrs={"list": "osaaminen-ehdotukset", "autocomplete": "off"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=list(LANGUAGE_NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Profile
        fields = (
            "name",
            "title",
            "phone",
            "phone_audience",
            "email",
            "email_audience",
            "photo_audience",
            "areas",
            "areas_audience",
            "expertise_audience",
            "languages",
            "languages_audience",
            "network_roles",
            "ask_me",
            "network_roles_audience",
            "absence_audience",
        )
        widgets = {
            "areas": forms.CheckboxSelectMultiple,
            "network_roles": forms.CheckboxSelectMultiple,
            "ask_me": forms.Textarea(attrs={"rows": 4}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        saved = self.instance.pk is not None
        own_areas = [area.pk for area in self.instance.areas.all()] if saved else []
        self.fields["areas"].queryset = network_areas(own_areas)
        self.fields["network_roles"].queryset = NetworkRole.objects.all()
        self.has_photo = saved and hasattr(self.instance, "photo")
        if not self.has_photo:
            del self.fields["remove_photo"]
        own = Expertise.objects.filter(profile_links__content_object=self.instance.pk)
        self.fields["known_expertise"].queryset = own if saved else Expertise.objects.none()
        self.initial["known_expertise"] = list(own.values_list("pk", flat=True)) if saved else []
        self.merged: list[tuple[str, str]] = []

    def clean_photo(self):
        upload = self.cleaned_data.get("photo")
        return small_photo(upload) if upload else None

    def clean_new_expertise(self) -> list[str]:
        names = split(self.cleaned_data["new_expertise"])
        problems = [problem for name in names if (problem := refusal(name))]
        if problems:
            raise ValidationError(problems, code="expertise")
        return names

    def clean(self):
        super().clean()
        kept = self.cleaned_data.get("known_expertise") or ()
        new = self.cleaned_data.get("new_expertise") or ()
        if len(kept) + len(new) > MOST:
            self.add_error(
                "new_expertise",
                ValidationError(
                    _("At most %(number)s areas of expertise."), params={"number": MOST}
                ),
            )

    @transaction.atomic
    def save(self, commit=True):
        """Save everything; that is a confirmation that it is right, too."""
        changed = disclosure_changed(self)
        profile = super().save(commit=False)
        profile.confirmed_on = timezone.localdate()
        written = self.cleaned_data["new_expertise"]
        names = known_names(written)
        self.merged = [
            (one, known)
            for one, known in zip(written, names, strict=False)
            if one.casefold() != known.casefold()
        ]
        kept = [tag.name for tag in self.cleaned_data["known_expertise"]]
        profile.expertise.set([*kept, *(name for name in names if name not in kept)])
        self.save_m2m()  # kept on the instance until it is saved
        profile.save()
        if self.cleaned_data.get("photo"):
            keep_photo(profile, self.cleaned_data["photo"])
        elif self.cleaned_data.get("remove_photo") and self.has_photo:
            profile.photo.delete()
        if changed:
            audit.record("disclosure.changed", actor=profile.user, subject=profile, data=changed)
        return profile


class AbsenceForm(forms.ModelForm):
    class Meta:
        model = ProfileAbsence
        fields = ("first_day", "last_day", "stand_in", "note")
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("first_day", "last_day")
        }


_Absences = inlineformset_factory(
    Profile,
    ProfileAbsence,
    form=AbsenceForm,
    fk_name="profile",
    extra=1,
    max_num=20,
    validate_max=True,
)


def absences_formset(viewer: Viewer, data=None, *, instance: Profile) -> forms.BaseInlineFormSet:
    """Absences of a profile that are not over, and room for one more."""
    today = timezone.localdate()
    rows = ProfileAbsence.objects.filter(last_day__gte=today).order_by("first_day", "pk")
    formset = _Absences(data, instance=instance, queryset=rows, prefix="poissaolot")
    people = colleagues(viewer, instance)
    for form in formset.forms:
        present = form.instance.stand_in_id
        field = form.fields["stand_in"]
        field.empty_label = "–"
        field.queryset = (
            Profile.objects.filter(Q(pk__in=people.order_by().values("pk")) | Q(pk=present))
            if present
            else people
        )
    return formset
