"""Searches that one keeps."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from soskes_wagtail.community.marketplace import forms
from soskes_wagtail.community.marketplace.models import WatchedSearch
from soskes_wagtail.community.marketplace.services import watching
from soskes_wagtail.community.marketplace.views.base import member, show, tell_errors, to
from soskes_wagtail.row_ids import row_id


def watched(page, request: HttpRequest) -> HttpResponse:
    """A POST keeps a search (fields as in the list's filter) or lets one go (``unwatch``)."""
    viewer = member(request)
    if request.method == "POST":
        number = request.POST.get("unwatch", "")
        if number:
            if pk := row_id(number):
                watching.unwatch(viewer.user, pk)
            messages.success(request, _("The search is watched no longer."))
            return to(page, request, "vahdit/")
        chosen = forms.AdFilterForm(request.POST).chosen()
        try:
            watching.watch(viewer.user, chosen)
        except ValidationError as error:
            tell_errors(request, error)
        else:
            messages.success(request, _("You are told when a new ad fits this search."))
        return to(page, request, "vahdit/")
    found = WatchedSearch.objects.filter(user=viewer.user).select_related("category", "area")
    return show(page, request, "watched.html", listed=found, title=_("Watched searches"))
