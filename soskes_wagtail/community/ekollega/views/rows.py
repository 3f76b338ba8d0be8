"""Rows of discussions and groups as HTML, each kept for all who are shown the same."""

from collections.abc import Iterable, Mapping

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from soskes_wagtail.community.ekollega.models import Group, Topic
from soskes_wagtail.community.ekollega.services.reading import Unread
from soskes_wagtail.community.ekollega.views.base import FOLDER
from soskes_wagtail.community.names import shown_name
from soskes_wagtail.kept_rows import Row, kept_rows


def topic_rows(
    topics: Iterable[Topic], unread: Mapping[int, Unread], base: str, *, with_group: bool = False
) -> SafeString:
    """List items of discussions that the viewer may see."""
    rows = []
    for topic in topics:
        new = unread.get(topic.pk)
        rows.append(
            _row(
                "topic_item",
                f"topics:{topic.group_id}",
                base=base,
                pk=topic.pk,
                title=topic.title,
                new=new.count if new else 0,
                is_pinned=topic.is_pinned,
                is_answered=topic.is_answered,
                is_locked=topic.is_locked,
                is_hidden=topic.hidden_at is not None,
                group=topic.group.name if with_group else "",
                replies=topic.reply_count,
                author=shown_name(topic.last_author),
                active_at=topic.active_at,
            )
        )
    return _joined(rows)


def group_rows(
    groups: Iterable[Group],
    base: str,
    place: str,
    *,
    counts: Mapping[int, int] | None = None,
    invited: Iterable[int] = (),
    new: Mapping[int, int] | None = None,
) -> SafeString:
    """List items of groups that the viewer may know of. ``place``: what these are kept together
    with. By id of group: ``counts`` of members, ``new``: number of discussions with something
    new."""
    rows = []
    for group in groups:
        is_invited = group.pk in invited
        rows.append(
            _row(
                "group_item",
                place,
                base=base,
                pk=group.pk,
                name=group.name,
                purpose=group.purpose,
                kind=group.kind,
                is_over=group.is_over,
                members=(counts or {}).get(group.pk, 0),
                invited=is_invited,
                new=0 if is_invited else (new or {}).get(group.pk, 0),
            )
        )
    return _joined(rows)


def _row(template: str, place: str, **values: object) -> Row:
    path = f"{FOLDER}/parts/{template}.html"
    return Row(place, (template, *values.values()), lambda: render_to_string(path, values))


def _joined(rows: list[Row]) -> SafeString:
    return mark_safe("".join(f"<li>{html}</li>\n" for html in kept_rows(rows)))
