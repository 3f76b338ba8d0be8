"""A reading: one way to understand a word, as every engine of Finnish gives it."""

from dataclasses import dataclass

#: Cases in which a noun can be the first half of a compound written apart.
FIRST_HALF_CASES = frozenset({"nimento", "omanto"})


@dataclass(frozen=True)
class Reading:
    """``lemma``: as in a dictionary, small letters. ``parts``: lemmas of the parts of a compound,
    none for a simple word. ``roots``: the roots of the parts (``hoitaa`` for ``hoitaja``), one
    for a simple word. ``acts``: verbs whose act the word, or a part of it, names.
    ``loose_acts``: the same where only the shape of a simple word says so.
    ``inner``: roots of a word listed as one but made of two (``huostaanotto``).
    ``is_nominal``: noun or adjective, or a verb inflected as one; ``case`` as Voikko names it.
    ``is_name``: a name of a place or a person.
    """

    lemma: str
    parts: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    loose_acts: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    is_nominal: bool = True
    case: str = ""
    is_name: bool = False

    @property
    def signature(self) -> str:
        """Joined roots: the same for ``omaishoito`` and ``omaishoitaja``."""
        return "".join(self.roots)

    @property
    def may_be_first_half(self) -> bool:
        return self.is_nominal and self.case in FIRST_HALF_CASES

    @property
    def may_lead_into(self) -> bool:
        """Whether it can be the first half of an act, as in ``huostaan otettu``."""
        return self.case == "sisatulento"

    @property
    def is_act(self) -> bool:
        return bool(self.acts or self.loose_acts)
