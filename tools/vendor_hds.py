"""Put a scoped part of hds-core (MIT, City of Helsinki) into our static files.

    npm pack hds-core@5.2.2 && tar xzf hds-core-5.2.2.tgz
    python tools/vendor_hds.py package

In: an unpacked npm package. Out: ``hds.scoped.css``, ``LICENSE`` and ``VERSION`` under
``soskes_wagtail/static/soskes_wagtail/vendor/hds-core/``. Needs tinycss2; developers only,
not part of the wheel.

What it changes, so that a host's own pages stay as they are and ours carry no foreign brand:

- every selector starts with ``.soskes``; ``:root``, ``html`` and ``body`` become ``.soskes``;
- keyframes, whose names are global, get the prefix ``soskes-``;
- fonts, colours and font names are left out: ``css/tokens.css`` gives its own;
- only the components and icons named below are taken, each rule once.
"""

import argparse
import json
import re
import shutil
import sys
from pathlib import Path

import tinycss2

ROOT = ".soskes"
TARGET = Path(__file__).parents[1] / "soskes_wagtail/static/soskes_wagtail/vendor/hds-core"

#: Not taken: breadcrumb (wants every link twice, for phone and desktop), pagination (flips the
#: list upside down), search-input and the form fields (Django's widgets carry no class, selects
#: need HDS's script). Ours are plain HTML elements in css/forms.css and css/layout.css.
COMPONENTS = ["button", "card", "link", "notification", "status-label", "table", "tag"]
ICONS = [
    "angle-down",
    "angle-left",
    "angle-right",
    "arrow-right",
    "bell",
    "calendar",
    "check",
    "clock",
    "copy",
    "cross",
    "document",
    "download",
    "envelope",
    "home",
    "info-circle",
    "link-external",
    "location",
    "lock",
    "map",
    "menu-hamburger",
    "phone",
    "search",
    "user",
]

LEFT_OUT = re.compile(r"--(color|font-default|breakpoint|container-width)\b")
CONTAINERS = {"media", "supports", "layer", "container"}


def scope_selector(selector: str) -> str:
    """``.a`` → ``.soskes .a``; ``:root`` → ``.soskes``; ``html .a`` → ``.soskes .a``."""
    scoped = re.sub(r"^(:root|html|body)(?![\w-])", ROOT, selector.strip())
    return scoped if scoped.startswith(ROOT) else f"{ROOT} {scoped}"


def split_selectors(prelude: list) -> list[str]:
    """The comma-separated selectors of a rule's prelude, commas within ``:is()`` kept."""
    groups: list[list] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            groups.append([])
        elif token.type != "comment":
            groups[-1].append(token)
    return [" ".join(tinycss2.serialize(group).split()) for group in groups]


def declarations(content: list, keyframes: set[str]) -> list[str]:
    """The lines of a rule's body, without the tokens we give ourselves."""
    lines = []
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration":
            raise ValueError(f"line {node.source_line}: a nested {node.type} is not understood")
        value = " ".join(tinycss2.serialize(node.value).split())
        for url in re.findall(r"url\(\s*['\"]?([^'\")]*)", value):
            if not url.startswith("data:"):
                raise ValueError(f"line {node.source_line}: loads {url}")
        if node.lower_name in {"animation", "animation-name"}:
            for name in keyframes:
                value = re.sub(rf"\b{name}\b", f"soskes-{name}", value)
        lines.append(f"{node.name}: {value}{' !important' if node.important else ''};")
    return lines


def block(head: str, lines: list[str]) -> str:
    body = "\n".join("  " + line for text in lines for line in text.splitlines())
    return f"{head} {{\n{body}\n}}"


def scope(css: str, keyframes: set[str] | None = None) -> list[str]:
    """The rules of a style sheet as texts, scoped. ValueError on anything that loads a file."""
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    keyframes = keyframes or {
        tinycss2.serialize(n.prelude).strip()
        for n in nodes
        if n.type == "at-rule" and n.lower_at_keyword.endswith("keyframes")
    }
    rules = []
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = ",\n".join(scope_selector(s) for s in split_selectors(node.prelude))
            lines = declarations(node.content, keyframes)
            if selectors == ROOT:
                lines = [line for line in lines if not LEFT_OUT.match(line)]
            if lines:
                rules.append(block(selectors, lines))
        elif node.type == "at-rule" and node.lower_at_keyword in CONTAINERS:
            inner = scope(tinycss2.serialize(node.content), keyframes)
            prelude = tinycss2.serialize(node.prelude).strip()
            rules.append(block(f"@{node.lower_at_keyword} {prelude}", inner))
        elif node.type == "at-rule" and node.lower_at_keyword.endswith("keyframes"):
            name = tinycss2.serialize(node.prelude).strip()
            rules.append(
                f"@{node.lower_at_keyword} soskes-{name} {{{tinycss2.serialize(node.content)}}}"
            )
        elif node.type == "at-rule" and node.lower_at_keyword in {"font-face", "charset"}:
            continue
        else:
            raise ValueError(f"line {node.source_line}: {node.type} is not understood")
    return rules


def root_rule(base: str) -> str:
    """Of ``base.css`` only the design tokens: its utility classes are not used here."""
    nodes = tinycss2.parse_stylesheet(base, skip_comments=True, skip_whitespace=True)
    return next(
        n.serialize()
        for n in nodes
        if n.type == "qualified-rule" and tinycss2.serialize(n.prelude).strip() == ":root"
    )


def build(lib: Path) -> str:
    """The whole scoped style sheet from the package's ``lib`` folder."""
    sheets = [root_rule((lib / "base.css").read_text())]
    sheets += [(lib / "components" / name / f"{name}.css").read_text() for name in COMPONENTS]
    sheets += [(lib / "icons" / f"{name}.css").read_text() for name in ICONS]
    # Components repeat the icon rules they need; dict keeps the first of each, in order.
    rules = dict.fromkeys(rule for sheet in sheets for rule in scope(sheet))
    return "\n".join(rules)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="the unpacked npm package of hds-core")
    package = parser.parse_args().package
    try:
        version = json.loads((package / "package.json").read_text())["version"]
        css = build(package / "lib")
    except (OSError, KeyError, ValueError) as error:
        print(f"vendor_hds: {error}", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    head = (
        f"/* hds-core {version}, MIT, see LICENSE. Written by tools/vendor_hds.py: do not edit. */"
    )
    (TARGET / "hds.scoped.css").write_text(f"{head}\n{css}\n")
    (TARGET / "VERSION").write_text(f"hds-core@{version}\n")
    shutil.copyfile(package / "LICENSE", TARGET / "LICENSE")
    return 0


if __name__ == "__main__":
    sys.exit(main())
