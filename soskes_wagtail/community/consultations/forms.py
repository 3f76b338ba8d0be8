"""Forms of the consultation; every field refuses identity codes before anything is stored."""

from django import forms
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.community.consultations.models import Consultation
from soskes_wagtail.community.member_text_fields import MemberTextFormField, PlainTextFormField
from soskes_wagtail.community.once import OnceForm


class QuestionForm(OnceForm):
    title = PlainTextFormField(
        label=_("Your question in one sentence"),
        max_length=200,
        help_text=_("For example: When may a support person take part in the meeting?"),
    )
    situation = MemberTextFormField(
        label=_("What is the situation?"),
        help_text=_(
            "Describe it so that nobody can be recognised: no names, dates of birth, addresses "
            "or identity codes. “A 15-year-old in a small municipality” is enough."
        ),
    )
    tried = MemberTextFormField(
        label=_("What has been tried or thought of already?"), required=False
    )
    law = PlainTextFormField(
        label=_("Which law or section is it about?"),
        max_length=300,
        required=False,
        help_text=_("If you know."),
    )
    is_anonymous = forms.BooleanField(
        label=_("Ask without my name"),
        required=False,
        help_text=_("The experts do not see it either. The answer comes to you all the same."),
    )


class MessageForm(OnceForm):
    body = MemberTextFormField(label=_("Text"))

    def __init__(self, *args, label: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if label:
            self.fields["body"].label = label


class RatingForm(forms.Form):
    helped = forms.ChoiceField(
        label=_("Did the answer help?"), choices=Consultation.Help.choices, widget=forms.RadioSelect
    )
    text = PlainTextFormField(
        label=_("What was good, what was missing?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CaseForm(forms.Form):
    """A case for all members: general, and without anything that tells whose it was."""

    title = PlainTextFormField(label=_("Question in one sentence"), max_length=200)
    question = MemberTextFormField(label=_("Situation in general terms"))
    answer = MemberTextFormField(label=_("Answer"))
    law = PlainTextFormField(label=_("Laws"), max_length=300, required=False)


class BankSearchForm(forms.Form):
    q = forms.CharField(label=_("Word"), max_length=100, required=False)


class ColleagueForm(forms.Form):
    colleague = forms.TypedChoiceField(label=_("Expert"), coerce=int)

    def __init__(self, *args, colleagues=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = colleagues
