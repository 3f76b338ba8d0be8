"""The look stays inside ``.soskes``: a host's own pages are not touched by a single rule."""

import importlib.util
import re
from pathlib import Path

import pytest
import tinycss2

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "soskes_wagtail/static/soskes_wagtail"
STYLES = ROOT / "soskes_wagtail/templates/soskes_wagtail/components/styles.html"
SHEETS = [
    ROOT / "soskes_wagtail/static" / name
    for name in re.findall(r'{% static "([^"]+)" %}', STYLES.read_text())
]
CONTAINERS = {"media", "supports", "container", "layer"}
WHITE = "#ffffff"


def rules(css):
    """(selectors, declarations) of every rule, also within @media and the like.

    Anything else a sheet may hold is refused, but for keyframes with our own name.
    """
    for node in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if node.type == "qualified-rule":
            body = tinycss2.parse_blocks_contents(
                node.content, skip_comments=True, skip_whitespace=True
            )
            yield tinycss2.serialize(node.prelude), body
        elif node.type == "at-rule" and node.lower_at_keyword in CONTAINERS:
            yield from rules(tinycss2.serialize(node.content))
        else:
            assert node.type == "at-rule", node
            assert node.lower_at_keyword.endswith("keyframes"), node.serialize()
            assert tinycss2.serialize(node.prelude).strip().startswith("soskes-")


def selectors(prelude):
    depth, start = 0, 0
    for i, sign in enumerate(prelude):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            yield prelude[start:i].strip()
            start = i + 1
    yield prelude[start:].strip()


def test_every_sheet_of_the_look_is_linked():
    on_disk = {*STATIC.glob("css/*.css"), *STATIC.glob("vendor/**/*.css")}
    assert set(SHEETS) == on_disk
    assert len(on_disk) > 5


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_rule_starts_at_our_root(sheet):
    found = [s for prelude, _ in rules(sheet.read_text()) for s in selectors(prelude)]
    assert found
    assert [s for s in found if not re.match(r"\.soskes(?![\w-])", s)] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_loads_nothing(sheet):
    css = sheet.read_text()
    assert "@import" not in css
    assert [u for u in re.findall(r"url\(\s*['\"]?(.{12})", css) if not u.startswith("data:")] == []
    assert "Helsinki" not in css


def test_every_custom_property_in_use_has_a_value():
    given, wanted = set(), set()
    for sheet in SHEETS:
        for _, body in rules(sheet.read_text()):
            for node in body:
                assert node.type == "declaration", (sheet.name, node)
                if node.name.startswith("--"):
                    given.add(node.name)
                # hds-core leaves hooks such as var(--color-hover, …), which have a fallback.
                wanted.update(re.findall(r"var\((--[\w-]+)\)", tinycss2.serialize(node.value)))
    # Bound to a state in hds-core itself: only its disabled buttons ask for it.
    assert wanted - given == {"--color-disabled"} - given


def tokens():
    values = dict(
        re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", (STATIC / "css/tokens.css").read_text())
    )
    return {name.removeprefix("--soskes-").removeprefix("--"): v for name, v in values.items()}


def contrast(a, b):
    """WCAG 2.2 contrast ratio of two ``#rrggbb`` colours."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["background", "surface", "primary-light", "color-silver"])
@pytest.mark.parametrize("ink", ["text", "text-muted", "link", "link-visited", "primary-dark"])
def test_text_can_be_read(ink, ground):
    assert contrast(tokens()[ink], tokens()[ground]) >= 4.5


@pytest.mark.parametrize("kind", ["info", "success", "alert", "error"])
def test_text_on_notices_can_be_read(kind):
    assert contrast(tokens()["text"], tokens()[f"color-{kind}-light"]) >= 7


@pytest.mark.parametrize("colour", ["primary", "primary-dark", "color-success", "color-error"])
def test_white_on_buttons_and_bars_can_be_read(colour):
    assert contrast(tokens()[colour], WHITE) >= 4.5


@pytest.mark.parametrize("line", ["border-control", "focus"])
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_controls_and_focus_can_be_seen(line, ground):
    assert contrast(tokens()[line], tokens()[ground]) >= 3


@pytest.fixture(scope="module")
def vendor_hds():
    spec = importlib.util.spec_from_file_location("vendor_hds", ROOT / "tools/vendor_hds.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_vendoring_tool_scopes_whatever_it_is_given(vendor_hds):
    css = """
    :root { --color-bus: #0000bf; --spacing-s: 1rem; }
    body .a, .b:is(.c, .d) > p { color: red !important; animation: fadeIn 1s; }
    @font-face { font-family: X; src: url(x.woff); }
    @media print { @supports (gap: 1px) { html { gap: 1px } } }
    @keyframes fadeIn { from { opacity: 0 } }
    """
    out = "\n".join(vendor_hds.scope(css))
    found = [s for prelude, _ in rules(out) for s in selectors(prelude)]
    assert found == [".soskes", ".soskes .a", ".soskes .b:is(.c, .d) > p", ".soskes"]
    assert "--spacing-s: 1rem" in out
    assert "--color-bus" not in out
    assert "soskes-fadeIn 1s" in out
    assert "red !important" in out
    assert "woff" not in out


def test_the_vendoring_tool_refuses_a_sheet_that_loads_a_file(vendor_hds):
    with pytest.raises(ValueError, match="loads https://"):
        vendor_hds.scope(".a { background: url('https://example.com/a.png') }")


def test_a_part_does_not_restyle_what_another_has_named():
    """Two parts that choose the same name for a list would pull each other's lists apart."""
    shared = {"print.css", "search.css"}  # made to add to what others have named
    owners = {}
    for sheet in SHEETS:
        for prelude, _ in rules(sheet.read_text()):
            for selector in selectors(prelude):
                named = re.fullmatch(r"\.soskes (?:\w+)?\.(soskes-[\w-]+)(?: *> *\w+)?", selector)
                if named and sheet.name not in shared and "vendor" not in sheet.parts:
                    owners.setdefault(named[1], set()).add(sheet.name)
    assert len(owners) > 50
    assert {name: sheets for name, sheets in owners.items() if len(sheets) > 1} == {}


PARTS = [
    "directory",
    "tilemap",
    "sections",
    "people",
    "notices",
    "consultations",
    "search",
    "marketplace",
]


def test_no_part_means_something_else_by_the_class_of_another():
    """Stylesheets of parts are loaded together: a list of one had become columns of another's."""
    sheets = [STATIC / f"css/{name}.css" for name in PARTS]
    sheets.append(ROOT / "soskes_wagtail/community/static/soskes_wagtail/community/community.css")
    used: dict[str, set[str]] = {}
    for sheet in sheets:
        # What one part does with another's inside its own is its own.
        for name in re.findall(r"\.soskes [a-z]*\.(soskes-[a-z-]+)(?=\s*[,{])", sheet.read_text()):
            used.setdefault(name, set()).add(sheet.name)
    assert used
    assert not {name: where for name, where in used.items() if len(where) > 1}
