"""Look at a host made by ``wagtail start``: what its pages say and what its tables hold.

Run in the host's folder, with its Python and settings: ``python host_probe.py TASK``. Prints
one JSON object. Not a test itself; test_host.py starts it.
"""

import json
import re
import sys

#: Where the host's visitors go; the last is a page that is not there.
HOST_PAGES = ["/", "/about/", "/search/", "/search/?query=About", "/not-here/"]
#: Wagtail's admin tells in scripts and addresses which apps and languages are installed.
ADMIN_LOGIN = "/admin/login/"
TELLS_OF_APPS = re.compile(r"<script.*?</script>|(?<=[?&][vh]=)\w+|(?<=token\" value=\")\w+", re.S)
#: What looking at the site with a login writes, or the search engine's own copies of rows.
NOT_CONTENT = re.compile(r"soskes_|wagtail_localize_|django_session|.*_fts")
#: A login, and a number that the search engine derives from all rows together.
TRACES = {"last_login", "title_norm"}
#: Apps that come with SosKes; their models and migrations are known to Django, removed or not.
NEW_APPS = ("soskes", "wagtail_localize")


def fill():
    """Content and people of a host that has been in use."""
    from django.contrib.auth.models import User
    from home.models import HomePage

    home = HomePage.objects.get()
    about = HomePage(title="About us", slug="about", live=True)
    home.add_child(instance=about)
    about.save_revision().publish()
    User.objects.create_superuser("boss", "", "x")
    User.objects.create_user("member", password="x")


def pages():
    """Every host page for a visitor, to the byte; of the admin's login what people see."""
    from django.test import Client

    seen = {url: describe(Client().get(url)) for url in [*HOST_PAGES, ADMIN_LOGIN]}
    seen[ADMIN_LOGIN]["content"] = TELLS_OF_APPS.sub("", seen[ADMIN_LOGIN]["content"])
    return seen


def tables():
    """All rows of all tables that are not SosKes's own, as text."""
    from django.db import connection

    content = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if NOT_CONTENT.match(table):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            content[table] = sorted(str(row) for row in map(without_traces, rows) if keep(row))
    return content


def without_traces(row):
    return {name: value for name, value in row.items() if name not in TRACES}


def keep(row):
    """Not what ``migrate`` itself wrote for SosKes's apps: models, permissions, migrations."""
    from django.contrib.contenttypes.models import ContentType

    if "content_type_id" in row and "codename" in row:
        row = {"app": ContentType.objects.get(pk=row["content_type_id"]).app_label}
    app = row.get("app") or row.get("app_label") or ""
    return not app.startswith(NEW_APPS)


def soskes():
    """Our home and search page for a stranger, for the member before and after joining."""
    from django.contrib.auth.models import User
    from django.test import Client

    from soskes_wagtail.access import RoleKey, role_groups
    from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation
    from soskes_wagtail.search.models import SearchPage
    from soskes_wagtail.sections.models import SosKesHomePage

    home, search = SosKesHomePage.objects.first().url, SearchPage.objects.first().url
    urls = [home, search, f"{search}?q=lastensuojelu"]
    member = User.objects.get(username="member")

    def look(client):
        return [describe(client.get(url)) for url in urls]

    stranger, visitor = Client(), Client()
    visitor.force_login(member)
    seen = {"urls": urls, "stranger": look(stranger), "outsider": look(visitor)}
    member.groups.set(role_groups(RoleKey.READER))  # by hand: opens nothing
    seen["by hand"] = look(visitor)
    town = Organisation.objects.filter(type="municipality").first()
    licence = Licence.objects.create(organisation=town, seats=1)
    membership = Membership.objects.create(user=member, organisation=town)
    seen["reader"] = look(visitor)
    membership.delete()
    licence.delete()
    seen["left"] = look(visitor)
    return seen


def describe(response):
    return {
        "status": response.status_code,
        "to": response.get("Location", ""),
        "content": response.content.decode(),
    }


if __name__ == "__main__":
    import django

    sys.path.insert(0, ".")
    django.setup()
    task = {"fill": fill, "pages": pages, "tables": tables, "soskes": soskes}[sys.argv[1]]
    json.dump(task(), sys.stdout)
