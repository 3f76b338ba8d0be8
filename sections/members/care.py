"""What contact persons and administrators do on the members page."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soskes_wagtail import throttle
from soskes_wagtail.access import RoleKey, Viewer, viewer_for
from soskes_wagtail.directory_snippets.models import (
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
)
from soskes_wagtail.directory_snippets.services import invitations, join_requests, member_care
from soskes_wagtail.directory_snippets.services.membership import (
    confirm_membership,
    end_membership,
)
from soskes_wagtail.directory_snippets.services.membership_state import with_licence
from soskes_wagtail.directory_snippets.services.ownership import with_everything_below
from soskes_wagtail.directory_snippets.services.seats import licence_of, seats_of
from soskes_wagtail.sections.members.forms import InviteForm

FOLDER = "soskes_wagtail/sections/members"
PER_PAGE = 50
MONTHS = (3, 6, 12)
TRIES_AN_HOUR = 30


def show_members(page, request: HttpRequest) -> HttpResponse:
    """One's own memberships; for those who care for members, these with what waits."""
    viewer = viewer_for(request)
    own = with_licence(Membership.objects.open().filter(user=viewer.user))
    context = {
        "own": own.select_related("organisation", "user"),
        "contacts": _contacts_of(viewer),
    }
    if member_care.cares(viewer):
        context |= _cared(request, viewer)
    return page.render(request, context_overrides=context, template=f"{FOLDER}/members.html")


def invite_people(page, request: HttpRequest) -> HttpResponse:
    """A form, a preview with what is wrong on which line, and then the invitations."""
    viewer, place = _allowed(request)
    form = InviteForm(request.POST or None, request.FILES or None, place=place, viewer=viewer)
    context = {"form": form, "place": place, "licence": licence_of(place.pk)}
    if context["licence"]:
        context["seats"] = seats_of([context["licence"]])[context["licence"].pk]
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST and form.good:
            try:
                return _send(page, request, form, place)
            except ValidationError as error:
                form.add_error(None, error)
        context["preview"] = form.invitees
        context["addresses"] = "\n".join(form.good)
    return page.render(request, context_overrides=context, template=f"{FOLDER}/invite.html")


def _send(page, request: HttpRequest, form: InviteForm, place: Organisation) -> HttpResponse:
    user = request.user
    if not throttle.allowed("invite", user.pk, limit=TRIES_AN_HOUR, seconds=3600):
        raise ValidationError(_("You have sent many invitations. Go on in an hour."), code="slow")
    made = invitations.invite(
        form.good,
        organisation=form.cleaned_data["organisation"],
        role=RoleKey(form.cleaned_data["role"]),
        is_contact=form.cleaned_data["is_contact"],
        actor=user,
    )
    _mail(page, request, made)
    return _back(page, place)


def decide_invitation(page, request: HttpRequest, pk: int, what: str) -> HttpResponse:
    row = _row(request, Invitation.objects.select_related("organisation"), pk)

    def act():
        if what == "peru":
            invitations.withdraw(row, actor=request.user)
            messages.success(request, _("The invitation was withdrawn."))
        elif throttle.allowed("invite", request.user.pk, limit=TRIES_AN_HOUR, seconds=3600):
            _mail(page, request, [invitations.renew(row, actor=request.user)])
        else:
            messages.error(request, _("You have sent many invitations. Go on in an hour."))

    return _acted(page, request, act)


def decide_request(page, request: HttpRequest, pk: int, what: str) -> HttpResponse:
    row = _row(request, JoinRequest.objects.all(), pk)

    def act():
        if what == "hylkaa":
            join_requests.decline(row, actor=request.user)
            messages.success(request, _("The request was declined."))
            return
        made = join_requests.approve(row, actor=request.user)
        if isinstance(made, Invitation):
            _mail(page, request, [made])
        else:
            messages.success(request, _("%(name)s is a member now.") % {"name": row.name})

    return _acted(page, request, act)


def decide_member(page, request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """End or confirm a membership."""
    viewer = _caring(request)
    rows = member_care.members_in_care(viewer).select_related("user", "organisation")
    row = _one(rows, pk)

    def act():
        name = row.user.get_full_name() or row.user.get_username()
        if what == "paata":
            end_membership(row, actor=request.user)
            messages.success(request, _("The membership of %(name)s has ended.") % {"name": name})
        else:
            confirm_membership(row)
            messages.success(request, _("The membership of %(name)s goes on.") % {"name": name})

    return _acted(page, request, act)


def show_silent(page, request: HttpRequest) -> HttpResponse:
    """Who has not signed in for some months: confirm or end with one click."""
    viewer, place = _allowed(request)
    asked = request.GET.get("kk", "")
    months = int(asked) if asked in map(str, MONTHS) else 6
    day = timezone.localdate() - datetime.timedelta(days=30 * months)
    rows = member_care.members_in_care(viewer).filter(
        organisation__in=with_everything_below([place.pk])
    )
    rows = Membership.objects.open().filter(pk__in=rows.order_by().values("pk"))
    rows = with_licence(member_care.not_seen_since(rows, day))
    context = {
        "place": place,
        "months": months,
        "choices": MONTHS,
        "page_obj": _paged(request, rows.select_related("user", "organisation")),
    }
    return page.render(request, context_overrides=context, template=f"{FOLDER}/silent.html")


def _cared(request: HttpRequest, viewer: Viewer) -> dict:
    places = list(member_care.places_of(viewer))
    place = _chosen(request, places)
    if place is None:
        return {"cares": True, "places": places}
    ids = with_everything_below([place.pk])
    members = with_licence(Membership.objects.open().filter(organisation__in=ids))
    page_obj = _paged(request, members.select_related("user", "organisation"))
    mine = set(
        member_care.members_in_care(viewer)
        .filter(pk__in=[member.pk for member in page_obj])
        .values_list("pk", flat=True)
    )
    licence = licence_of(place.pk)
    waiting = Invitation.objects.waiting().filter(organisation__in=ids)
    requests = JoinRequest.objects.filter(organisation__in=ids, decided_at__isnull=True)
    return {
        "cares": True,
        "places": places,
        "place": place,
        "licence": licence,
        "seats": seats_of([licence])[licence.pk] if licence else None,
        "page_obj": page_obj,
        "may_end": mine,
        "invitations": waiting.select_related("organisation")[:200],
        "requests": requests.select_related("organisation", "user", "invitation")[:200],
    }


def _contacts_of(viewer: Viewer) -> list[Membership]:
    """Contact persons of one's own organisations."""
    mine = Membership.objects.active().filter(user=viewer.user).order_by()
    rows = Membership.objects.active().filter(
        is_contact=True, organisation__in=mine.values("organisation_id")
    )
    return list(rows.select_related("user", "organisation")[:50])


def _caring(request: HttpRequest) -> Viewer:
    viewer = viewer_for(request)
    if not member_care.cares(viewer):
        raise PermissionDenied
    return viewer


def _allowed(request: HttpRequest) -> tuple[Viewer, Organisation]:
    viewer = _caring(request)
    place = _chosen(request, list(member_care.places_of(viewer)))
    if place is None:
        raise Http404
    return viewer, place


def _chosen(request: HttpRequest, places: list[Organisation]) -> Organisation | None:
    asked = request.GET.get("organisaatio", "")
    return next((p for p in places if str(p.pk) == asked), places[0] if places else None)


def _row(request: HttpRequest, queryset: QuerySet, pk: int):
    return _one(member_care.in_care(_caring(request), queryset), pk)


def _one(queryset: QuerySet, pk: int):
    row = queryset.filter(pk=pk).first() if pk < 2**63 else None
    if row is None:
        raise Http404
    return row


def _acted(page, request: HttpRequest, act) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    try:
        act()
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    return _back(page, None, request)


def _back(page, place: Organisation | None, request: HttpRequest | None = None) -> HttpResponse:
    asked = place.pk if place else (request.POST.get("organisaatio", "") if request else "")
    query = f"?organisaatio={asked}" if str(asked).isdecimal() else ""
    return HttpResponseRedirect(f"{page.get_url(request)}{query}")


def _mail(page, request: HttpRequest, made: list[Invitation]) -> None:
    start = page.get_full_url(request)
    failed = invitations.send(made, lambda token: f"{start}tervetuloa/{token}/")
    sent = len(made) - len(failed)
    if sent:
        told = ngettext("%(n)d invitation was sent.", "%(n)d invitations were sent.", sent)
        messages.success(request, told % {"n": sent})
    if failed:
        names = ", ".join(row.email for row in failed)
        messages.error(
            request,
            _("The mail server did not take these. Send them again later: %(names)s")
            % {"names": names},
        )


def _paged(request: HttpRequest, rows: QuerySet):
    return Paginator(rows.order_by("organisation__name_fi", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
