"""Areas and classes by their codes; those that PTV names fully are made when they are missing."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.ptv.model import AreaRef, Concept, Text
from soskes_wagtail.directory_snippets.ptv.values import named

_CONCEPT_CODE = re.compile(r"[A-Z]{1,3}\d{1,3}(\.\d{1,3}){0,2}")
_MUNICIPALITY_CODE = re.compile(r"\d{3}")
#: Classes made here come after those that the network put in order itself.
_AFTER_OUR_OWN = 100_000


class _Index:
    """``_rows`` maps keys to ids of rows; what a failed transaction made can be taken back."""

    #: Nothing is made, only counted: ids below zero stand for what would be.
    pretends = False

    def __init__(self, model):
        self.model = model
        self._rows = {}
        self._new = []

    def title(self, pk: int) -> str:
        """Name and code of a row, or of what would be one."""
        key = next((key for key, value in self._rows.items() if value == pk), None)
        code = key[1] if isinstance(key, tuple) else key
        row = self.model.objects.filter(pk=pk).first() if pk > 0 else None
        return f"{row.name} ({code})" if row else str(code)

    def _made(self, row) -> int:
        if self.pretends:
            return -1 - len(self._rows)
        row.save()
        return row.pk

    def forget_new(self) -> None:
        for key in self._new:
            del self._rows[key]
        self._new.clear()

    def keep_new(self) -> None:
        self._new.clear()

    def _add(self, key, pk: int) -> int:
        self._rows[key] = pk
        self._new.append(key)
        return pk


class AreaIndex(_Index):
    def __init__(self):
        super().__init__(Area)
        for kind, code, pk in Area.objects.values_list("kind", "code", "pk"):
            self._rows[kind, code] = pk

    def usable(self, refs: Iterable[AreaRef], warnings: list[str]) -> list[AreaRef]:
        """The areas that are there or can be made. An unknown region counts as its
        municipalities; what is unknown altogether is reported."""
        found: dict[tuple[str, str], AreaRef] = {}
        for ref in refs:
            candidates = [ref] if self._is_usable(ref) else ref.members
            for candidate in candidates or [ref]:
                if self._is_usable(candidate):
                    found[candidate.kind, candidate.code] = candidate
                else:
                    warnings.append(
                        _("The area %(code)s is not known and has no name to make it from.")
                        % {"code": candidate.code}
                    )
        return [found[key] for key in sorted(found)]

    def pk(self, ref: AreaRef, warnings: list[str]) -> int:
        """Id of a usable area, which is made when it is missing."""
        key = (ref.kind, ref.code)
        if key in self._rows:
            return self._rows[key]
        area = Area(kind=ref.kind, code=ref.code, **named(ref.names))
        area.clean_fields(exclude=["slug"])
        pk = self._made(area)
        warnings.append(
            _("The municipality %(name)s (%(code)s) was not here and was added.")
            % {"name": area.name, "code": ref.code}
        )
        return self._add(key, pk)

    def _is_usable(self, ref: AreaRef) -> bool:
        makeable = (
            ref.kind == Area.Kind.MUNICIPALITY
            and _MUNICIPALITY_CODE.fullmatch(ref.code)
            and named(ref.names)["name_fi"]
        )
        return (ref.kind, ref.code) in self._rows or bool(makeable)


class ConceptIndex(_Index):
    """Service classes or target groups, by code and by the address of the code."""

    def __init__(self, model):
        super().__init__(model)
        self._codes: dict[str, str] = {}
        for code, uri, pk in model.objects.values_list("code", "uri", "pk"):
            self._rows[code] = pk
            self._codes[uri] = code

    def usable(self, concepts: Iterable[Concept], warnings: list[str]) -> list[Concept]:
        """The classes that are there or can be made; the others are reported."""
        found: dict[str, Concept] = {}
        for concept in concepts:
            code = concept.code or self._codes.get(concept.uri, "")
            makeable = _CONCEPT_CODE.fullmatch(code) and _has_name(concept.names)
            if code in self._rows or makeable:
                found[code] = Concept(code=code, uri=concept.uri, names=concept.names)
            else:
                warnings.append(
                    _("The class %(code)s is not known and has no name to make it from.")
                    % {"code": code or concept.uri}
                )
        return [found[code] for code in sorted(found)]

    def pk(self, concept: Concept, warnings: list[str]) -> int:
        """Id of a usable class, which is made when it is missing."""
        if concept.code in self._rows:
            return self._rows[concept.code]
        row = self.model(
            code=concept.code,
            uri=concept.uri if len(concept.uri) <= 255 else "",
            parent_id=self._rows.get(concept.code.rpartition(".")[0]),
            sort_order=_AFTER_OUR_OWN + _rank(concept.code),
            **named(concept.names),
        )
        row.clean_fields(exclude=["parent", "uri"])
        pk = self._made(row)
        if not self.pretends:
            # Subclasses that came before it were made without it.
            below = self.model.objects.filter(parent=None, code__startswith=f"{row.code}.")
            below.update(parent=row)
        warnings.append(
            _("The class %(name)s (%(code)s) was not here and was added.")
            % {"name": row.name, "code": row.code}
        )
        return self._add(concept.code, pk)


def _has_name(names: Text) -> bool:
    return bool(named(names)["name_fi"])


def _rank(code: str) -> int:
    """``P9.3`` as 9003: classes in the order of their numbers."""
    head, _dot, tail = re.sub(r"^[A-Z]+", "", code).partition(".")
    return int(head) * 1000 + int(tail.partition(".")[0] or 0)
