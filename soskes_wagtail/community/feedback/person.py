"""Feedback in exports and erasures of a person's data: only what was signed by an account."""

from django.utils.translation import gettext_lazy as _

from soskes_wagtail.community.feedback.models import Feedback, FeedbackAnswer
from soskes_wagtail.person_data import Erasure, PersonData, register_person_data, values_of


def register() -> None:
    register_person_data(
        PersonData(
            "feedback",
            export=export,
            erase=erase,
            label=_("Feedback that you have signed"),
            retention=_("For answering you. Kept until it is deleted from the inbox."),
        )
    )


def export(user) -> list[dict]:
    rows = Feedback.objects.filter(user=user)
    names = ("kind", "text", "name", "email", "wants_answer", "day", "state")
    return [
        values_of(row, *names) | {"answers": [answer.text for answer in row.answers.all()]}
        for row in rows.prefetch_related("answers")
    ]


def erase(user) -> Erasure:
    """The message stays for those who work on it, without its sender."""
    rows = Feedback.objects.filter(user=user)
    count = rows.update(user=None, name="", email="", wants_answer=False)
    count += FeedbackAnswer.objects.filter(by=user).update(by=None)
    count += Feedback.objects.filter(owner=user).update(owner=None)
    return Erasure(anonymised=count)
