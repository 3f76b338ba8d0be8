"""Forms of the marketplace; free text with an identity code in it is refused."""

from django import forms
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.community.marketplace.models import Ad, AdCategory
from soskes_wagtail.community.marketplace.services.finding import AdFilter
from soskes_wagtail.community.member_text_fields import MemberTextFormField, PlainTextFormField
from soskes_wagtail.community.once import OnceForm
from soskes_wagtail.directory_snippets.models import Area


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of files as a list; what they are is looked at when they are stored."""

    widget = PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(PhotosField, self).clean(file, initial) for file in files if file]


def municipalities():
    return Area.objects.municipalities().current().order_by("name_fi")


class AdForm(OnceForm):
    kind = forms.ChoiceField(label=_("Kind of ad"), choices=Ad.Kind.choices)
    title = PlainTextFormField(label=_("Title"), max_length=120)
    body = MemberTextFormField(
        label=_("Description"),
        help_text=_("Where it can be fetched, how large it is, what is broken. No client data."),
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=AdCategory.objects.none(), empty_label=_("Choose")
    )
    area = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("The whole region"),
    )
    price = forms.DecimalField(
        label=_("Price, euros"),
        required=False,
        min_value=0,
        max_value=100_000,
        decimal_places=2,
        localize=True,
        help_text=_("Leave it empty if it is free or to be agreed."),
    )
    photos = PhotosField(
        label=_("Photos"),
        required=False,
        help_text=_("At most six. Where and when a photo was taken is removed from it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = AdCategory.objects.all()
        self.fields["area"].queryset = municipalities()


class AdFilterForm(forms.Form):
    sana = forms.CharField(label=_("Word"), max_length=100, required=False)
    laji = forms.ChoiceField(
        label=_("Kind of ad"), choices=[("", _("All kinds")), *Ad.Kind.choices], required=False
    )
    luokka = forms.ModelChoiceField(
        label=_("Category"),
        queryset=AdCategory.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=_("All categories"),
    )
    kunta = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Area.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=_("All municipalities"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["luokka"].queryset = AdCategory.objects.all()
        self.fields["kunta"].queryset = municipalities()

    def chosen(self) -> AdFilter:
        """What is asked for; fields that make no sense ask for nothing."""
        self.is_valid()
        values = self.cleaned_data
        category, area = values.get("luokka"), values.get("kunta")
        return AdFilter(
            words=" ".join(values.get("sana", "").replace("\x00", "").split()),
            kind=values.get("laji", ""),
            category_id=category.pk if category else None,
            area_id=area.pk if area else None,
        )


class MessageForm(OnceForm):
    body = PlainTextFormField(
        label=_("Message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReasonForm(forms.Form):
    reason = PlainTextFormField(label=_("Why?"), max_length=300)
