"""Addresses of statutes at Finlex, in all the forms that PTV texts hold."""

import re

_OLD = re.compile(
    # A file of kokoelma without sk is a booklet, numbered by itself.
    r"finlex\.fi/\w+/laki/(?:(?:ajantasa|alkup|smur|kaannokset)/(?:kumotut/)?|kokoelma/(?=\d{4}/sk))"
    r"(?P<year>\d{4})/(?:fi|sv|en|sk)?(?P=year)(?P<number>\d{4})(?P<part>\d{3})?(?!\d)",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"finlex\.fi/\w+/(?:lainsaadanto|lagstiftning|legislation)/(?:[a-z-]+/)*"
    r"(?P<year>\d{4})/(?P<number>[1-9]\d{0,3}(?:-\d{1,3})?)(?![\d-])",
    re.IGNORECASE,
)
_ELI = re.compile(
    r"finlex\.fi/eli/sd/(?P<year>\d{4})/(?P<number>[1-9]\d{0,3}(?:-\d{1,3})?)(?![\d-])",
    re.IGNORECASE,
)
_AKN = re.compile(
    r"finlex\.fi/finlex/avoindata/v\d/akn/fi/act/statute(?:-consolidated)?/"
    r"(?P<year>\d{4})/(?P<number>[1-9]\d{0,3}(?:-\d{1,3})?)(?![\d-])",
    re.IGNORECASE,
)


def read_statute(address: str) -> tuple[int, str] | None:
    """Year and number of the statute that a Finlex address names; None when it names none.

    Old form: year, then year and number padded to four digits (``…/laki/ajantasa/2007/20070417``
    is 417/2007), with three more digits for the parts of old statutes. New form: year and number
    in the language of the reader (``…/fi/lainsaadanto/2005/162``). ELI of data.finlex.fi and
    addresses of the open data interface too.
    """
    if found := _OLD.search(address):
        number = found["number"].lstrip("0")
        if found["part"]:
            number += f"-{found['part']}"
        return (int(found["year"]), number) if number and number[0] != "-" else None
    if found := _NEW.search(address) or _ELI.search(address) or _AKN.search(address):
        return int(found["year"]), found["number"]
    return None
