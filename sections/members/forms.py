from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import JoinRequest, Licence, Organisation
from soskes_wagtail.directory_snippets.services.invitations import CONTACTS_ROLES
from soskes_wagtail.directory_snippets.services.invitees import mark_known, read_invitees
from soskes_wagtail.directory_snippets.services.ownership import with_everything_below

MOST_BYTES = 200_000


class InviteForm(forms.Form):
    """Whom to invite, to which organisation and as what; ``invitees`` after cleaning."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), initial=RoleKey.READER)
    is_contact = forms.BooleanField(
        label=gettext_lazy("Also as contact persons, who invite others"), required=False
    )
    people = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        help_text=gettext_lazy("One on each line, or separated by commas."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_BYTES,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file with the addresses in it"), required=False
    )

    def __init__(self, *args, place: Organisation, viewer, **kwargs):
        super().__init__(*args, **kwargs)
        ids = with_everything_below([place.pk])
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=ids)
        self.fields["organisation"].initial = place.pk
        roles = RoleKey if viewer.is_admin else CONTACTS_ROLES
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.invitees = []

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is too large."), code="too_large")
        content = file.read()
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise ValidationError(_("The file is not text. Save it as CSV."), code="not_text")

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.invitees = read_invitees(f"{cleaned['people']}\n{cleaned['file']}")
        if not self.invitees:
            raise ValidationError(_("Write at least one e-mail address."), code="nobody")
        mark_known(self.invitees, cleaned["organisation"])
        return cleaned

    @property
    def good(self) -> list[str]:
        return [invitee.email for invitee in self.invitees if not invitee.error]


class JoinForm(forms.ModelForm):
    """``user``: who is signed in; then their name and address are those of the account."""

    class Meta:
        model = JoinRequest
        fields = ["organisation", "name", "email", "message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("Who are you and why do you need SosKes?")
        licensed = Licence.objects.valid().order_by().values("organisation_id")
        organisations = self.fields["organisation"]
        organisations.queryset = Organisation.objects.filter(pk__in=licensed)
        organisations.empty_label = _("Choose your organisation")
        if user.is_authenticated:
            self.instance.user = user
            self.instance.name = user.get_full_name() or user.get_username()
            del self.fields["name"]
            own = getattr(user, user.get_email_field_name(), "")
            if own:
                self.instance.email = own
                del self.fields["email"]


class AccountForm(forms.Form):
    """An account for the address that an invitation was sent to."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150)
    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=gettext_lazy("Password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(
            password_validation.password_validators_help_texts()
        )

    def clean(self):
        cleaned = super().clean()
        password = cleaned.get("password")
        if not password:
            return cleaned
        if password != cleaned.get("again"):
            self.add_error("again", ValidationError(_("The passwords differ."), code="differ"))
        try:
            password_validation.validate_password(password, self._user())
        except ValidationError as error:
            self.add_error("password", error)
        if has_account(self.email):
            raise ValidationError(_("You have an account here already: log in."), code="known")
        return cleaned

    def save(self):
        user = self._user()
        user.set_password(self.cleaned_data["password"])
        user.save()
        return user

    def _user(self):
        model = get_user_model()
        values = {model.USERNAME_FIELD: self.email, model.get_email_field_name(): self.email}
        names = {field.name for field in model._meta.fields}
        for name in ("first_name", "last_name"):
            if name in names:
                values[name] = self.cleaned_data.get(name, "")
        return model(**values)


def has_account(email: str) -> bool:
    """To be asked only for somebody who has shown that the address is theirs."""
    model = get_user_model()
    users = model._default_manager
    return (
        users.filter(**{f"{model.get_email_field_name()}__iexact": email}).exists()
        or users.filter(**{model.USERNAME_FIELD: email}).exists()
    )
