"""What all pages have in common on which people write: drafts, files, a second look."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from soskes_wagtail.access import viewer_for
from soskes_wagtail.community.ekollega.forms import WritingForm
from soskes_wagtail.community.ekollega.services import drafts


def filled(form_class, request: HttpRequest, place: str, **initial) -> WritingForm:
    """The form as sent, or with the draft that waits at ``place``."""
    user = viewer_for(request).user
    if request.method == "POST":
        return form_class(request.POST, request.FILES, user=user)
    draft = drafts.draft_for(user, place)
    if draft is not None:
        initial |= {"body": draft.body} | ({"title": draft.title} if draft.title else {})
    form = form_class(user=user, initial=initial)
    form.draft = draft
    return form


def send(
    request: HttpRequest, form: WritingForm, place: str, save: Callable[[WritingForm], object]
):
    """Do what the button says; what was saved, or None when the page is to be shown again.

    Nobody loses a text: what cannot be posted stays in the form, and (identity codes apart) in
    the draft.
    """
    if request.method != "POST":
        return None
    if request.POST.get("do") == "draft":
        _keep_draft(request, form, place)
        return None
    if not form.is_valid():
        return None
    try:
        return save(form)
    except PermissionDenied:
        raise
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None


def _keep_draft(request: HttpRequest, form: WritingForm, place: str) -> None:
    """A draft may be unfinished; what must not be stored is told as ever."""
    form.is_valid()
    wrong = [
        error
        for name, errors in form.errors.as_data().items()
        for error in errors
        if error.code not in ("required", "hints", "invalid") or name == "files"
    ]
    if wrong:
        return
    user = viewer_for(request).user
    drafts.save(user, place, title=_given(form, "title"), body=_given(form, "body"))
    form.errors.clear()
    form.hints = []
    messages.success(request, _("The draft is kept. You can go on later."))


def _given(form: WritingForm, name: str) -> str:
    return form.cleaned_data.get(name) or ""


def token_of(form: WritingForm) -> UUID:
    return form.cleaned_data["token"]
