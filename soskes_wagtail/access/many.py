"""``can_see`` for many people and many things at once: notices, digests, reminders."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils import timezone
from wagtail.models import Page

from soskes_wagtail.access.branches import is_inside
from soskes_wagtail.access.viewer import Viewer
from soskes_wagtail.access.visibility import _visible_q


class Target(NamedTuple):
    """A page or record by content type and id (a text, as generic relations store it)."""

    content_type_id: int
    object_id: str


def target_of(obj: Model) -> Target:
    """The target that stands for an object; every type of page stands for itself as ``Page``."""
    model = Page if isinstance(obj, Page) else type(obj)
    return Target(ContentType.objects.get_for_model(model).pk, str(obj.pk))


def sight_of(targets: Iterable[Target]) -> Callable[[Viewer, Target], bool]:
    """A function that tells whether a viewer may see one of the targets.

    One query for each model among the targets and each different rule that viewers get for it:
    people with the same rights cost one together. Viewers come from ``Viewer.of_many``. A model
    whose rule is of another shape for nearly everybody (who is in which group) has a classmethod
    ``sight_keys(ids)``: access keys by id (a text), one of which is needed to see the row; one
    whose rows only people named in them see has ``sight_members(ids)``: their ids, by id, and
    they see it while they are members.
    """
    by_type: dict[int, set[str]] = defaultdict(set)
    for target in targets:
        by_type[target.content_type_id].add(target.object_id)
    tests = {pk: _test(pk, ids) for pk, ids in by_type.items()}
    return lambda viewer, target: tests[target.content_type_id](viewer, target.object_id)


def _test(content_type_id: int, ids: set[str]) -> Callable[[Viewer, str], bool]:
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    if model is None or (not issubclass(model, Page) and not hasattr(model, "visible_q")):
        return lambda viewer, pk: False  # of a part that is gone, or never thought about
    if issubclass(model, Page):
        return _page_test(ids)
    return _record_test(model, ids)


def _page_test(ids: set[str]) -> Callable[[Viewer, str], bool]:
    now = timezone.now()
    in_time = Q(expire_at__isnull=True) | Q(expire_at__gt=now)
    live = Page.objects.filter(in_time, pk__in=ids, live=True, expired=False)
    paths = {str(pk): path for pk, path in live.order_by().values_list("pk", "path")}

    def may_see(viewer: Viewer, pk: str) -> bool:
        return pk in paths and not is_inside(paths[pk], viewer.closed_branches)

    return may_see


def _record_test(model: type[Model], ids: set[str]) -> Callable[[Viewer, str], bool]:
    if hasattr(model, "sight_keys"):
        needed = model.sight_keys(ids)
        return lambda viewer, pk: not viewer.access_keys.isdisjoint(needed.get(pk, ()))
    if hasattr(model, "sight_members"):
        named = model.sight_members(ids)
        return lambda viewer, pk: viewer.is_member and viewer.user.pk in named.get(pk, ())
    by_viewer: dict[int | None, set[str]] = {}
    by_rule: dict[object, set[str]] = {}

    def may_see(viewer: Viewer, pk: str) -> bool:
        # Only when asked: a rule of a part may be different for everybody and cost a query.
        if viewer.user.pk not in by_viewer:
            rule = _visible_q(viewer, model)
            key = _key(rule)
            if key not in by_rule:
                rows = model._default_manager.filter(rule, pk__in=ids).order_by()
                by_rule[key] = {str(found) for found in rows.values_list("pk", flat=True)}
            by_viewer[viewer.user.pk] = by_rule[key]
        return pk in by_viewer[viewer.user.pk]

    return may_see


def _key(rule: Q) -> object:
    try:
        hash(rule)
    except TypeError:  # something in it that cannot be compared: shared with nobody
        return object()
    return rule
