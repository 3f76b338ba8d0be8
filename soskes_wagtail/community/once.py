import uuid

from django import forms


class OnceForm(forms.Form):
    """A form whose ``key`` tells a second sending from a new one."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
