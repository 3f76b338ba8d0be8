"""Choosing what one is told, how often and in which language."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.notifications.models import Frequency, NoticePreferences
from soskes_wagtail.notifications.preferences import set_preferences
from soskes_wagtail.notifications.subscriptions import (
    subscribe,
    subscriptions_of,
    unsubscribe,
)
from soskes_wagtail.notifications.topics import names_of, split, topic_kinds

#: So many choices of one kind are shown without being unfolded.
AT_A_GLANCE = 10


@dataclass(frozen=True)
class TopicChoice:
    topic: str
    name: str
    followed: bool


@dataclass(frozen=True)
class TopicGroup:
    """``first``: what is followed, or all where there is little to choose; ``more``: the rest."""

    label: str
    choices: list[TopicChoice]

    @property
    def first(self) -> list[TopicChoice]:
        short = len(self.choices) <= AT_A_GLANCE
        return self.choices if short else [one for one in self.choices if one.followed]

    @property
    def more(self) -> list[TopicChoice]:
        return [one for one in self.choices if one not in self.first]


class PreferencesForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("Mail about notices"), choices=Frequency.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language of mail"), required=False)

    def __init__(self, *args, preferences: NoticePreferences, **kwargs):
        kwargs["initial"] = {
            "frequency": preferences.frequency,
            "language": preferences.language,
        }
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("The same as in the admin")), *settings.LANGUAGES]

    def save(self, user) -> None:
        set_preferences(user, **self.cleaned_data)


def topic_groups(viewer: Viewer) -> list[TopicGroup]:
    """What the viewer follows and might, by kind; a constant number of queries per kind."""
    followed = subscriptions_of(viewer.user)
    by_prefix: dict[str, list[str]] = {}
    for topic in sorted(followed):
        by_prefix.setdefault(split(topic)[0], []).append(topic)
    groups = []
    for kind in topic_kinds():
        offered = kind.offered(viewer) if kind.offered else []
        topics = [f"{kind.prefix}:{ident}" for ident in offered]
        names = names_of(viewer, dict.fromkeys([*topics, *by_prefix.get(kind.prefix, [])]))
        choices = [TopicChoice(topic, names[topic], topic in followed) for topic in names]
        if choices:
            groups.append(TopicGroup(str(kind.label), choices))
    return groups


def save_topics(viewer: Viewer, groups: list[TopicGroup], wanted: set[str]) -> None:
    """Follow what is wanted of the choices that were offered, and the others no longer."""
    for group in groups:
        for choice in group.choices:
            if choice.followed and choice.topic not in wanted:
                unsubscribe(viewer.user, choice.topic)
            elif not choice.followed and choice.topic in wanted:
                subscribe(viewer.user, choice.topic)
