"""Taking feedback in, and answering it."""

from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from soskes_wagtail.community.feedback.models import Feedback, FeedbackAnswer
from soskes_wagtail.conf import app_settings
from soskes_wagtail.sections.models import MunicipalityPage, ServiceSectionPage


def keep_quick(cleaned: dict, page: Page) -> Feedback:
    """Store what somebody thinks of a page; with an address they want an answer."""
    wrong = cleaned["verdict"] == "wrong"
    return Feedback.objects.create(
        kind=Feedback.Kind.WRONG if wrong else Feedback.Kind.USEFUL,
        text=cleaned["text"] if wrong else "",
        email=cleaned["email"] if wrong else "",
        wants_answer=bool(wrong and cleaned["email"]),
        state=Feedback.State.NEW if wrong else Feedback.State.CLOSED,
        **_place(page),
    )


def keep(cleaned: dict, request: HttpRequest) -> Feedback:
    """Store a message of the feedback page; the sender only where it was signed."""
    signed = cleaned["signed"] == "yes"
    return Feedback.objects.create(
        kind=cleaned["kind"],
        text=cleaned["text"],
        name=cleaned["name"],
        email=cleaned["email"],
        wants_answer=signed and cleaned["wants_answer"],
        user=request.user if signed and request.user.is_authenticated else None,
    )


def _place(page: Page) -> dict:
    """The page with who handles what is said of it: its owner, its section, its municipality."""
    above = Page.objects.ancestor_of(page, inclusive=True).values("pk")
    section = ServiceSectionPage.objects.filter(pk__in=above).order_by("-depth").first()
    municipality = MunicipalityPage.objects.filter(pk__in=above).first()
    return {
        "page_id": page.pk,
        "page_title": page.title[:255],
        "section_id": section.pk if section else None,
        "area_id": municipality.area_id if municipality else None,
        "owner_id": page.owner_id,
    }


def answer(feedback: Feedback, text: str, by) -> FeedbackAnswer:
    """Send an answer by e-mail and note it. Raises what the mail server raises, and then nothing
    is noted. ValueError where there is no address."""
    if not feedback.email:
        raise ValueError("Nobody to answer.")
    message = EmailMessage(
        subject=_("Answer to your feedback"),
        body=_body(feedback, text),
        from_email=app_settings.MAIL_FROM or None,
        to=[feedback.email],
        reply_to=[by.email] if by.email else None,
    )
    message.send()
    made = FeedbackAnswer.objects.create(feedback=feedback, text=text, by=by)
    Feedback.objects.filter(pk=feedback.pk).update(state=Feedback.State.ANSWERED)
    return made


def _body(feedback: Feedback, text: str) -> str:
    said = "\n".join(f"> {line}" for line in feedback.text.splitlines())
    about = f"{feedback.page_title}\n" if feedback.page_title else ""
    return f"{text}\n\n{_('You wrote to SosKes:')}\n{about}{said}\n"
