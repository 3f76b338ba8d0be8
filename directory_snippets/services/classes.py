"""The tree of service classes."""

from collections import defaultdict
from collections.abc import Iterable

from soskes_wagtail.directory_snippets.models import ServiceClass


class ClassTree:
    """All service classes (about a hundred), read in one query."""

    def __init__(self, classes: Iterable[ServiceClass]):
        self.by_id = {c.pk: c for c in classes}
        self._children = defaultdict(list)
        for service_class in self.by_id.values():
            self._children[service_class.parent_id].append(service_class.pk)

    @classmethod
    def load(cls) -> "ClassTree":
        return cls(ServiceClass.objects.all())

    def below(self, ids: Iterable[int]) -> frozenset[int]:
        """Ids of the classes and of everything under them; unknown ids are left out."""
        found: set[int] = set()
        waiting = [pk for pk in ids if pk in self.by_id]
        while waiting:
            pk = waiting.pop()
            if pk not in found:
                found.add(pk)
                waiting += self._children[pk]
        return frozenset(found)

    def sorted(self, ids: Iterable[int]) -> list[ServiceClass]:
        """The classes of these ids in the order of the classification."""
        known = [self.by_id[pk] for pk in set(ids) if pk in self.by_id]
        return sorted(known, key=lambda c: (c.sort_order, c.code))
