"""What the addresses of a panel show and take; who may do what is decided by the services."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer, viewer_for, visible_to
from soskes_wagtail.community.consultations import forms
from soskes_wagtail.community.consultations.models import (
    BankedCase,
    Consultation,
    ConsultationMessage,
)
from soskes_wagtail.community.consultations.services import answering, asking, bank, panels
from soskes_wagtail.navigation import here
from soskes_wagtail.row_ids import row_id

PER_PAGE = 20
TEMPLATES = "soskes_wagtail/community/consultations/"


def overview(page, request: HttpRequest) -> HttpResponse:
    """The panel: who answers, how soon, one's own questions and the newest cases."""
    viewer = viewer_for(request)
    own = Consultation.objects.none()
    if viewer.is_member:
        own = Consultation.objects.of_panel(page).filter(asker=viewer.user)[:5]
    cases = visible_to(viewer, BankedCase.objects.all())
    cases = cases.filter(panel_key=page.translation_key, published_at__isnull=False)[:5]
    is_expert = panels.is_expert(viewer, page.translation_key)
    return _render(
        page,
        request,
        "panel.html",
        experts=panels.experts_of(page.translation_key) if viewer.is_member else [],
        own=own,
        areas=page.areas.all(),
        cases=cases,
        is_expert=is_expert,
        waiting=_waiting(page) if is_expert else None,
    )


def _waiting(page) -> dict[str, int]:
    """How many questions wait for the experts: not taken, and being answered."""
    found = Consultation.objects.of_panel(page)
    return found.aggregate(
        asked=Count("pk", filter=Q(state=Consultation.State.ASKED)),
        taken=Count("pk", filter=Q(state=Consultation.State.TAKEN)),
    )


def ask_question(page, request: HttpRequest) -> HttpResponse:
    viewer = _member(request)
    form = forms.QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = asking.ask(page, viewer.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                _("Your question has been sent. An answer is promised by %(day)s.")
                % {"day": made.promised_on.strftime("%-d.%-m.%Y")},
            )
            return _to(page, request, made.pk)
    return _render(
        page,
        request,
        "ask.html",
        status=422 if form.errors else 200,
        form=form,
        title=_("Ask the experts"),
    )


def questions(page, request: HttpRequest) -> HttpResponse:
    """One's own questions; for experts all of the panel's, what waits first."""
    viewer = _member(request)
    state = request.GET.get("tila", "")
    found = visible_to(viewer, Consultation.objects.of_panel(page))
    is_expert = panels.is_expert(viewer, page.translation_key)
    if state in Consultation.State.values:
        found = found.filter(state=state)
    elif is_expert and not state:
        found = found.waiting()
    found = found.order_by("promised_on", "pk") if is_expert else found
    found = found.select_related("asker").prefetch_related("experts")
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return _render(
        page,
        request,
        "questions.html",
        listed=listed,
        state=state,
        states=Consultation.State.choices,
        is_expert=is_expert,
        title=_("Questions to the panel") if is_expert else _("Your questions"),
    )


def consultation(page, request: HttpRequest, pk: int) -> HttpResponse:
    viewer = _member(request)
    asked = _found(page, viewer, pk)
    shown = {"reply": None, "rating": None, "note": None}
    if request.method == "POST":
        done, shown = _act(asked, viewer, request)
        if done:
            messages.success(request, done)
            if done == _TAKEN_BACK:
                return HttpResponseRedirect(page.get_url(request))
            return _to(page, request, asked.pk)
    is_expert = panels.is_expert(viewer, page.translation_key)
    is_asker = asked.asker_id == viewer.user.pk
    written = visible_to(viewer, ConsultationMessage.objects.filter(consultation=asked))
    case = BankedCase.objects.filter(consultation=asked).first()
    experts = list(asked.experts.all())
    return _render(
        page,
        request,
        "consultation.html",
        status=422 if any(form and form.errors for form in shown.values()) else 200,
        asked=asked,
        asker_name=_asker_name(asked, viewer),
        written=written.select_related("author"),
        case=case,
        is_expert=is_expert,
        is_asker=is_asker,
        experts=experts,
        colleagues=_colleagues(page, experts) if is_expert else [],
        reply=shown["reply"] or forms.MessageForm(prefix="reply"),
        note=shown["note"] or forms.MessageForm(prefix="note"),
        rating=shown["rating"]
        or forms.RatingForm(initial={"helped": asked.helped, "text": asked.rating_text}),
        title=asked.title,
    )


_TAKEN_BACK = "taken back"


def _act(asked: Consultation, viewer: Viewer, request: HttpRequest) -> tuple[str, dict]:
    """Do what the button says. What to tell, or the forms with their errors."""
    action = request.POST.get("do", "")
    shown = {"reply": None, "rating": None, "note": None}
    user = viewer.user
    try:
        if action == "take":
            first = answering.take(asked, viewer)
            return (_("You answer this now.") if first else _("You have joined in.")), shown
        if action == "close":
            answering.close(asked, viewer)
            return _("The consultation is closed."), shown
        if action == "take_back":
            asking.take_back(asked, user)
            return _TAKEN_BACK, shown
        if action == "call_in":
            answering.call_in(asked, viewer, row_id(request.POST.get("colleague")) or 0)
            return _("Your colleague has been told."), shown
        if action == "approve":
            case = bank.approve(asked, viewer)
            if case.published_at:
                return _("The case is in the question bank now."), shown
            return _("You have approved the case. It waits for the other side."), shown
        if action == "withdraw":
            bank.withdraw(asked, viewer)
            return _("The case is no longer in the question bank."), shown
        if action in ("answer", "ask_more", "note"):
            name = "note" if action == "note" else "reply"
            form = shown[name] = forms.MessageForm(request.POST, prefix=name)
            if form.is_valid():
                if action == "answer":
                    answering.answer(asked, viewer, **form.cleaned_data)
                    return _("Your answer has been sent."), shown
                if action == "note":
                    answering.note(asked, viewer, **form.cleaned_data)
                    return _("Your note is there for the other experts."), shown
                asking.write_on(asked, user, **form.cleaned_data)
                return _("Your further question has been sent."), shown
        elif action == "rate":
            form = shown["rating"] = forms.RatingForm(request.POST)
            if form.is_valid():
                asking.rate(asked, user, **form.cleaned_data)
                return _("Thank you for telling."), shown
        else:
            messages.error(request, _("That cannot be done here."))
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
    return "", shown


def to_bank(page, request: HttpRequest, pk: int) -> HttpResponse:
    """Rewrite a case for all members."""
    viewer = _member(request)
    asked = _found(page, viewer, pk)
    if asked.answered_at is None:
        raise Http404
    draft = bank.draft_of(asked)
    initial = {name: getattr(draft, name) for name in forms.CaseForm.base_fields}
    form = forms.CaseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        bank.rewrite(asked, viewer, language=page.locale.language_code, **form.cleaned_data)
        messages.success(
            request, _("Saved. The case is published when the other side has approved it.")
        )
        return _to(page, request, asked.pk)
    return _render(
        page,
        request,
        "to_bank.html",
        status=422 if form.errors else 200,
        form=form,
        asked=asked,
        title=_("Rewrite for the question bank"),
    )


def bank_list(page, request: HttpRequest) -> HttpResponse:
    """Published cases of the panel, by words in them."""
    viewer = _member(request)
    form = forms.BankSearchForm(request.GET)
    found = visible_to(viewer, BankedCase.objects.all())
    found = found.filter(panel_key=page.translation_key, published_at__isnull=False)
    words = form.cleaned_data["q"].replace("\x00", "").split()[:8] if form.is_valid() else []
    for word in words:
        found = found.filter(
            Q(title__icontains=word)
            | Q(question__icontains=word)
            | Q(answer__icontains=word)
            | Q(law__icontains=word)
        )
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return _render(
        page, request, "bank.html", listed=listed, form=form, title=_("Question bank"), words=words
    )


def case(page, request: HttpRequest, pk: int) -> HttpResponse:
    viewer = _member(request)
    found = visible_to(viewer, BankedCase.objects.all())
    found = found.filter(panel_key=page.translation_key, pk=pk, published_at__isnull=False).first()
    if found is None:
        raise Http404
    return _render(page, request, "case.html", case=found, title=found.title)


def _colleagues(page, joined: list) -> list:
    """Experts of the panel who have not joined in yet."""
    there = {user.pk for user in joined}
    return [
        expert for expert in panels.experts_of(page.translation_key) if expert.user_id not in there
    ]


def _asker_name(asked: Consultation, viewer: Viewer) -> str:
    """Empty where the question was asked without a name, for all but the asker."""
    if asked.is_anonymous and asked.asker_id != viewer.user.pk:
        return ""
    return panels.name_of(asked.asker)


def _found(page, viewer: Viewer, pk: int) -> Consultation:
    found = visible_to(viewer, Consultation.objects.of_panel(page).select_related("asker"))
    asked = found.filter(pk=pk).first()
    if asked is None:
        raise Http404
    return asked


def _member(request: HttpRequest) -> Viewer:
    viewer = viewer_for(request)
    if not viewer.is_member:
        raise PermissionDenied
    return viewer


def _to(page, request: HttpRequest, pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{page.get_url(request)}{pk}/")


def _render(page, request, template: str, *, status: int = 200, **context) -> HttpResponse:
    context |= here(page, request, context.get("title"))
    response = page.render(request, context_overrides=context, template=TEMPLATES + template)
    response.status_code = status
    return response
