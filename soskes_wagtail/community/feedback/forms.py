from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.community.feedback.guard import opened_now, took_its_time
from soskes_wagtail.community.feedback.models import Feedback
from soskes_wagtail.identity_codes import refuse_identity_codes

LONGEST = 4000
#: What the feedback page asks about; the other kinds are of the question below pages.
SUBJECTS = [
    Feedback.Kind.SYSTEM,
    Feedback.Kind.CONTENT,
    Feedback.Kind.TRAINING,
    Feedback.Kind.PROJECT,
]


class _GuardedForm(forms.Form):
    """Hidden fields against programs; a person who trips over them loses nothing."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    # A name that programs like to fill in; hidden by the style sheet and from screen readers.
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("prefix", "palaute")
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = opened_now

    @property
    def fresh_opened(self) -> str:
        """For a form that is shown again: sending it again may be quick."""
        return self.data.get(self.add_prefix("opened"), "") if self.is_bound else opened_now()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("website"):
            raise ValidationError(_("Leave the field “website” empty."), code="honeypot")
        if not took_its_time(cleaned.get("opened", "")):
            raise ValidationError(
                _("That was very quick, or the page was open very long. Please send it again."),
                code="time",
            )
        return cleaned


class QuickForm(_GuardedForm):
    """Below every page: useful, or what is wrong. Without an address it is anonymous."""

    verdict = forms.ChoiceField(
        choices=[("yes", _("Yes")), ("wrong", _("Send"))], widget=forms.HiddenInput
    )
    text = forms.CharField(
        label=_("What is wrong or missing?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[refuse_identity_codes],
        help_text=_("Write nothing about clients."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address, if you want an answer"),
        required=False,
        help_text=_("Without it the message is anonymous."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("verdict") == "wrong" and not self.errors and not cleaned.get("text"):
            self.add_error("text", _("Tell in a few words what is wrong or missing."))
        return cleaned


class FeedbackForm(_GuardedForm):
    """The feedback page."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(kind.value, kind.label) for kind in SUBJECTS],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        validators=[refuse_identity_codes],
        help_text=_("Write nothing about clients."),
    )
    signed = forms.ChoiceField(
        label=_("How do you send it?"),
        choices=[
            ("no", _("Anonymously: nothing is stored that tells who you are")),
            ("yes", _("With my contact details")),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Your name"), required=False, max_length=120, validators=[refuse_identity_codes]
    )
    email = forms.EmailField(label=_("Your e-mail address"), required=False)
    wants_answer = forms.BooleanField(label=_("I want an answer"), required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("signed") == "yes":
            if not cleaned.get("email") and "email" not in self.errors:
                self.add_error("email", _("Where may we answer?"))
        else:
            if cleaned.get("wants_answer"):
                self.add_error("wants_answer", _("An answer needs your contact details."))
            cleaned.update(name="", email="")
        return cleaned
