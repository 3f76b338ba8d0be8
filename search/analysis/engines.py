"""Which engine reads Finnish: the first of the wanted ones that can be loaded."""

import logging

logger = logging.getLogger(__name__)


def finnish_engine(wanted: tuple[str, ...]):
    """An engine, or None for stems only ("snowball", or none of the wanted can be loaded)."""
    for name in wanted:
        if name == "snowball":
            return None
        try:
            return load(name)
        except Exception as error:
            logger.warning("Finnish engine %s cannot be loaded: %s", name, error)
    return None


def load(name: str):
    """The engine of that name; raises whatever hinders it. Loads nothing that is not asked for:
    pypykko alone takes 830 MB."""
    if name == "libvoikko":
        from soskes_wagtail.search.analysis.voikko import VoikkoEngine

        return VoikkoEngine()
    if name == "pypykko":
        from soskes_wagtail.search.analysis.pykko import PykkoEngine

        return PykkoEngine()
    raise LookupError(f"There is no Finnish engine {name!r}.")
