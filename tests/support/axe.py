"""axe-core in the browser: what it finds on a page against WCAG 2.2 A and AA."""

import os
from importlib import resources
from importlib.util import find_spec

import pytest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Of the package only the script is used (axe-core, MPL-2.0); nothing is fetched.
PACKAGE = "axe_playwright_python"


def violations(page) -> list[str]:
    """What is wrong with the page as it stands, a line for each thing and place."""
    if find_spec(PACKAGE) is None:
        if os.environ.get("CI") == "true":
            pytest.fail("axe-playwright-python is not installed.")
        pytest.skip("axe-playwright-python is not installed.")
    page.evaluate(resources.files(PACKAGE).joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{one['id']}: {one['help']} {node['target']} {node['html'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
