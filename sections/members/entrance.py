"""The way in, for people who are no members yet: an invitation's link, and asking to join.

These addresses lie below a closed page and are open on purpose (``open_routes``). They show
nothing of SosKes but the names of member organisations.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from soskes_wagtail import throttle
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import JoinRequest
from soskes_wagtail.directory_snippets.services import invitations, join_requests
from soskes_wagtail.directory_snippets.services.join_notices import tell_of_request
from soskes_wagtail.sections.members.forms import AccountForm, JoinForm

FOLDER = "soskes_wagtail/sections/members"


def welcome(page, request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: signed in, after signing in, or with a new account."""
    if not _allowed("welcome", request, limit=60, seconds=600):
        return _say(page, request, _("Too many tries. Try again in ten minutes."), status=429)
    invitation = invitations.invitation_of(token)
    if invitation is None:
        return _say(page, request, _("This link does not work any more. Ask for a new one."), 410)
    user, form = request.user, None
    if not user.is_authenticated and app_settings.INVITED_ACCOUNTS:
        form = AccountForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and (user.is_authenticated or (form and form.is_valid())):
        try:
            return _accept(page, request, token, form)
        except ValidationError as error:
            return _say(page, request, " ".join(error.messages), 409)
    from soskes_wagtail.templatetags.soskes import soskes_login_url  # loads models

    query = urlencode({"next": request.path})
    signup = app_settings.SIGNUP_URL and resolve_url(app_settings.SIGNUP_URL)
    context = {
        "invitation": invitation,
        "form": form,
        "login_url": f"{resolve_url(soskes_login_url())}?{query}",
        "signup_url": f"{signup}?{query}" if signup else "",
    }
    response = page.render(request, context_overrides=context, template=f"{FOLDER}/welcome.html")
    # The address is a key: no other site is told of it.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _accept(page, request: HttpRequest, token: str, form: AccountForm | None) -> HttpResponse:
    with transaction.atomic():
        user = form.save() if form else request.user
        made = invitations.accept(token, user)
        if isinstance(made, JoinRequest):
            _tell(page, made)
    if made is None:
        return _say(page, request, _("This link does not work any more. Ask for a new one."), 410)
    if form:
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if isinstance(made, JoinRequest):
        return _say(
            page,
            request,
            _(
                "The invitation was sent to another address than that of your account, so a "
                "contact person of the organisation confirms it first."
            ),
        )
    messages.success(request, _("Welcome! You are a member of SosKes now."))
    return HttpResponseRedirect(page.get_parent().get_url(request))


def ask(page, request: HttpRequest) -> HttpResponse:
    """Ask to join. The answer is the same whoever asks, and nothing is looked up of them."""
    form = JoinForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        if not _allowed("join", request, limit=5, seconds=3600):
            form.add_error(None, _("Too many requests. Try again in an hour."))
        else:
            with transaction.atomic():
                if join_requests.ask_to_join(form.instance):
                    _tell(page, form.instance)
            return _say(
                page, request, _("Thank you. A contact person of the organisation answers you.")
            )
    return page.render(request, context_overrides={"form": form}, template=f"{FOLDER}/join.html")


def _tell(page, made: JoinRequest) -> None:
    tell_of_request(made, f"{page.get_url() or '/'}?organisaatio={made.organisation_id}")


def _say(page, request: HttpRequest, text: str, status: int = 200) -> HttpResponse:
    response = page.render(request, context_overrides={"text": text}, template=f"{FOLDER}/say.html")
    response.status_code = status
    return response


def _allowed(scope: str, request: HttpRequest, *, limit: int, seconds: int) -> bool:
    user = request.user
    who = f"user {user.pk}" if user.is_authenticated else request.META.get("REMOTE_ADDR", "")
    return throttle.allowed(scope, who, limit=limit, seconds=seconds)
