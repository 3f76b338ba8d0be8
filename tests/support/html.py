"""Look into an HTML answer."""

from collections import Counter

from bs4 import BeautifulSoup


def soup(response) -> BeautifulSoup:
    """The page of a successful answer."""
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def faults(page: BeautifulSoup) -> list[str]:
    """What no page may have: not one h1, ids twice, links and labels to nothing, inline style."""
    found = []
    if len(page.find_all("h1")) != 1:
        found.append(f"{len(page.find_all('h1'))} h1")
    ids = Counter(tag["id"] for tag in page.select("[id]"))
    found += [f"id {name} twice" for name, number in ids.items() if number > 1]
    for tag in page.select('a[href^="#"]'):
        if tag["href"][1:] not in ids:
            found.append(f"link to nothing: {tag['href']}")
    for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
        for tag in page.select(f"[{name}]"):
            found += [f"{name} of nothing: {one}" for one in tag[name].split() if one not in ids]
    found += [f"inline style: {tag.name}" for tag in page.select("[style], style")]
    found += ["inline script" for tag in page.select("script:not([src])")]
    level = 1
    for heading in page.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        if int(heading.name[1]) > level + 1:
            found.append(f"{heading.name} after h{level}: {heading.get_text(strip=True)}")
        level = int(heading.name[1])
    return found
