"""Forms of the admin for licences and memberships."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soskes_wagtail.directory_snippets.forms import DirectoryForm


class MembershipForm(DirectoryForm):
    """The person is named by user name or e-mail address: a host may have thousands of accounts."""

    person = forms.CharField(
        label=gettext_lazy("Person"),
        max_length=254,
        help_text=gettext_lazy("User name or e-mail address of the person's account on this site."),
    )
    end_now = forms.BooleanField(
        label=gettext_lazy("End this membership now"),
        required=False,
        help_text=gettext_lazy(
            "The person loses access at once, also where they are signed in. What they have "
            "written stays."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unused = "person" if self.instance.pk else "end_now"
        self.fields.pop(unused, None)
        if self.instance.ended_at:
            for field in self.fields.values():
                field.disabled = True

    def clean_person(self):
        user = account(self.cleaned_data["person"])
        self.instance.user = user
        return user

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("end_now"):
            self.instance.ended_at = timezone.now()
        return cleaned


def account(name: str):
    """The user with a user name or, if only one has it, with an e-mail address.

    ``ValidationError`` where there is none, or several.
    """
    users = get_user_model()._default_manager
    by_name = users.filter(**{get_user_model().USERNAME_FIELD: name}).first()
    if by_name:
        return by_name
    email = get_user_model().get_email_field_name()
    found = list(users.filter(**{f"{email}__iexact": name})[:2])
    if not found:
        raise ValidationError(
            _("Nobody has an account with this user name or address. Invite them instead."),
            code="no_account",
        )
    if len(found) > 1:
        raise ValidationError(
            _("Several accounts have this address. Give the user name."), code="several_accounts"
        )
    return found[0]
