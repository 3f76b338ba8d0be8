"""Guides for readers say the same in each language: as many headings, points and warnings."""

import re

import pytest
from support.building import ROOT

GUIDES = [("ekollega", ("fi", "sv"))]


def outline(text: str) -> list[str]:
    """The signs at the beginning of headings and points, in their order."""
    return re.findall(r"^(#+|- |\d+\. )", text, re.MULTILINE)


@pytest.mark.parametrize(("name", "languages"), GUIDES)
def test_guides_run_parallel(name, languages):
    texts = [(ROOT / "docs" / f"{name}.{code}.md").read_text("utf-8") for code in languages]
    assert texts[0].startswith("# ")
    for text in texts[1:]:
        assert outline(text) == outline(texts[0])
