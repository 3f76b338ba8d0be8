"""Forms of eKollega. What is written in them is checked before anything is stored."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.community import member_text
from soskes_wagtail.community.attachments import services as attachments
from soskes_wagtail.community.attachments.kinds import ENDINGS
from soskes_wagtail.community.ekollega import client_hints
from soskes_wagtail.community.ekollega.models import Group, GroupMember, Report
from soskes_wagtail.community.member_text_fields import MemberTextFormField, PlainTextFormField
from soskes_wagtail.conf import app_settings


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else []

    def value_omitted_from_data(self, data, files, name):
        return False


class FilesField(forms.FileField):
    """Any number of files. They are stored as soon as the form is sent: when something else is
    wrong with it, nobody has to choose them again."""

    widget = SeveralFiles

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("accept", ",".join(f".{ending}" for ending in ENDINGS))

    def clean(self, data, initial=None):
        return list(data or [])


class WritingForm(forms.Form):
    """Something to post. ``user``: who writes; ``kept``: own files that wait to be attached.

    ``hints``: sentences that look as if they told of a client; then the form is valid only
    when it says that somebody has looked at just this text again.
    """

    body = MemberTextFormField(label=_("Text"))
    files = FilesField(label=_("Attachments"))
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, user, initial=None, **kwargs):
        super().__init__(*args, initial={"token": uuid.uuid4(), **(initial or {})}, **kwargs)
        self.user = user
        self.kept, self.hints = [], []
        self.fields["files"].help_text = _(
            "Pictures, PDF and office documents; at most %(limit)s megabytes each."
        ) % {"limit": app_settings.ATTACHMENT_MEGABYTES}
        if self.is_bound:
            self.kept = attachments.own_unattached(self.data.getlist("kept"), user)

    @property
    def texts(self) -> list[str]:
        return [self.cleaned_data.get("title", ""), self.cleaned_data.get("body", "")]

    @property
    def digest(self) -> str:
        """Says in the next form that this text has been looked at again."""
        # Of the words: an editor may write the same tags in another way.
        title, body = self.texts
        return client_hints.digest(title, member_text.plain(body))

    @property
    def file_keys(self) -> list:
        return [attachment.key for attachment in self.kept]

    def clean_files(self):
        for upload in self.cleaned_data["files"]:
            if len(self.kept) >= attachments.MOST:
                raise ValidationError(
                    _("At most %(limit)s files can be attached.") % {"limit": attachments.MOST}
                )
            self.kept.append(attachments.store(upload, owner=self.user))
        return self.cleaned_data["files"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            found = client_hints.hints(*self.texts)
            if found and self.data.get("anyway") != self.digest:
                self.hints = found
                raise ValidationError(
                    _("Look at your text again before you post it."), code="hints"
                )
        return cleaned


class ReplyForm(WritingForm):
    quoted = forms.IntegerField(
        required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("Your reply")


class EditForm(WritingForm):
    pass


def split_tags(text: str) -> list[str]:
    return [tag for part in text.split(",") if (tag := " ".join(part.split()))]


class TopicForm(WritingForm):
    title = PlainTextFormField(label=_("Title"), max_length=200)
    tags = PlainTextFormField(
        label=_("Tags"),
        max_length=300,
        required=False,
        help_text=_("Words under which it is found, with commas between: perhehoito, palvelutarve"),
    )

    field_order = ["title", "body", "tags", "files"]


class TitleForm(forms.Form):
    title = PlainTextFormField(label=_("Title"), max_length=200)
    tags = PlainTextFormField(label=_("Tags"), max_length=300, required=False)


class GroupForm(forms.ModelForm):
    """A group; ``sections`` and ``areas`` are those that the viewer may see."""

    class Meta:
        model = Group
        fields = [
            "name",
            "purpose",
            "kind",
            "joining",
            "members_visible",
            "shows_readers",
            "section",
            "area",
            "ends_on",
        ]
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "kind": forms.RadioSelect,
            "joining": forms.RadioSelect,
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, sections, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections
        self.fields["area"].queryset = areas
        for name in ("section", "area"):
            self.fields[name].empty_label = _("None in particular")
        for name in ("name", "purpose"):
            self.fields[name].strip = True

    def clean_name(self):
        return _one_line(self.cleaned_data["name"])


def _one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


class AskForm(forms.Form):
    message = PlainTextFormField(
        label=_("A word about yourself (not needed)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class InviteForm(forms.Form):
    who = PlainTextFormField(
        label=_("Whom do you invite?"),
        max_length=2000,
        help_text=_("Names or e-mail addresses of SosKes members, one on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=GroupMember.Role.choices)


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    note = PlainTextFormField(
        label=_("More about it (not needed)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    reason = PlainTextFormField(
        label=_("Why? The author is told."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
