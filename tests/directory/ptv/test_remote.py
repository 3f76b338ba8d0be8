"""Imports from an interface that really answers, and from one that fails in every way."""

import gzip
import io
import json
import os
import time
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from support.ptv import CHANNEL, ORGANIZATION, SERVICE, count
from support.ptv_service import PtvService

from soskes_wagtail.directory_snippets.models import Organisation, Service, ServiceChannel, Unit
from soskes_wagtail.directory_snippets.ptv import absent, downloads, remote
from soskes_wagtail.directory_snippets.ptv import client as client_module

CODES = (
    "service-classes",
    "municipality-codes",
    "region-codes",
    "wellbeing-services-county-codes",
    "postal-codes",
)


@pytest.fixture
def waits(monkeypatch):
    """Seconds that the client waited, without the waiting."""
    found = []
    monkeypatch.setattr(client_module.time, "sleep", found.append)
    return found


def load(folder, name):
    content = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return content if isinstance(content, list) else content.get("items", content.get("itemList"))


def matches(path, params, items):
    """The filters of v12 that the fixtures need."""
    if ids := params.get("organizationContentIds"):
        return [item for item in items if item["organizationContentId"] in ids.split(",")]
    if ids := params.get("serviceContentIds"):
        return [item for item in items if item["serviceContentId"] in ids.split(",")]
    if ids := params.get("businessIds"):
        return [item for item in items if item["businessId"] in ids.split(",")]
    return items


@pytest.fixture
def ptv12(v12, waits):
    service = PtvService(12)
    service.filter = matches
    service.lists = {
        "organization/search": load(v12, "organizations"),
        "service/search": load(v12, "services"),
        "service-channel/search": load(v12, "channels"),
        "connection/search": load(v12, "connections-1") + load(v12, "connections-2"),
        **{f"{kind}/archived": [] for kind in ("organization", "service", "service-channel")},
        **{path: [] for path in CODES},
        "municipality-codes": [c for c in load(v12, "codes") if len(c["code"]) == 3],
    }
    for path, name in (
        ("organization", "organizations"),
        ("service", "services"),
        ("service-channel", "channels"),
    ):
        service.single |= {f"{path}/{item['contentId']}": item for item in load(v12, name)}
    yield service
    service.close()


@pytest.fixture
def ptv11(v11, waits):
    service = PtvService(11, page_size=3)
    organizations, services = load(v11, "organizations"), load(v11, "services")
    channels = [
        json.loads(file.read_text(encoding="utf-8")) for file in sorted(v11.glob("channel-*.json"))
    ]
    named = [{"id": item["id"], "name": "x"} for item in organizations]
    service.lists = {
        "Organization": named,
        "Service": services,
        "ServiceChannel": channels,
        "Organization/list": organizations,
    }
    service.filter = lambda path, params, items: (
        []
        if "status" in params
        else [item for item in items if item["id"] in params["guids"]]
        if "guids" in params
        else items
    )
    service.page_size = 100
    yield service
    service.close()


def test_everything_of_v12(run, ptv12):
    report = run(ptv12.address)
    assert report["created"] == {"organizations": 3, "servicechannels": 5, "services": 2}
    assert [entry["id"] for entry in report["skipped"]] == [CHANNEL.format(6)]
    pages = [p["page"] for path, p, _h in ptv12.asked if path == "service-channel/search"]
    assert pages == ["1", "2", "3"]
    assert ServiceChannel.objects.filter(services__ptv_id=SERVICE.format(1)).count() == 2
    before = len(ptv12.asked)
    assert count(run(ptv12.address), "unchanged") == 10
    assert len(ptv12.asked) == 2 * before  # the second reading of an import asks nobody


def test_everything_of_v11_with_lists_of_names(run, ptv11):
    report = run(ptv11.address)
    assert count(report, "created") == 10
    assert "Organization/list" in ptv11.paths()
    assert count(run(ptv11.address), "unchanged") == 10


def test_who_asks_and_with_which_key(run, ptv12, settings):
    run(ptv12.address)
    assert all("X-Api-Key" not in headers for _path, _params, headers in ptv12.asked)
    assert all(h["User-Agent"].startswith("soskes-wagtail") for _p, _q, h in ptv12.asked)
    settings.SOSKES = {"PTV_API_KEY": "secret"}
    ptv12.asked.clear()
    run(ptv12.address)
    assert all(
        {k.lower(): v for k, v in h.items()}["x-api-key"] == "secret" for *_x, h in ptv12.asked
    )


def test_a_key_does_not_follow_to_another_host(run, ptv12, ptv11, settings):
    settings.SOSKES = {"PTV_API_KEY": "secret"}
    elsewhere = {"Location": f"{ptv11.address}/Organization"}
    ptv12.faults["organization/search"] = [(302, elsewhere)] * 2
    run(ptv12.address)
    assert ptv11.asked == []


def test_changes_since_a_day(run, ptv12):
    run(ptv12.address)
    ptv12.asked.clear()
    ptv12.lists["organization/search"] = []
    ptv12.lists["service-channel/search"] = []
    ptv12.lists["service/search"] = []
    ptv12.lists["connection/search"] = ptv12.lists["connection/search"][:1]
    ptv12.lists["service/archived"] = [
        {"contentId": SERVICE.format(2)},
        {"contentId": SERVICE.format(7)},
    ]
    report = run(ptv12.address, "--since", "2026-11-01T00:00:00+02:00")
    asked = {path: params for path, params, _headers in ptv12.asked}
    assert asked["service/search"]["publishedAtOrAfter"] == "2026-10-31T22:00:00Z"
    assert asked["service/archived"]["archivedAtOrAfter"] == "2026-10-31T22:00:00Z"
    # Only a connection of the first service changed: it is asked for, with all it has now.
    assert f"service/{SERVICE.format(1)}" in asked
    assert report["updated"]["services"] == 1
    assert not ServiceChannel.objects.filter(services__ptv_id=SERVICE.format(1)).exists()
    assert report["withdrawn"]["services"] == 1
    assert Service.objects.get(ptv_id=SERVICE.format(2)).withdrawn_at is not None
    assert report["skipped"] == []  # what was never here is not worth a word


def test_withdrawn_in_v11(run, ptv11):
    run(ptv11.address)
    ptv11.filter = lambda path, params, items: (
        [{"id": CHANNEL.format(1), "name": "x"}]
        if path == "ServiceChannel" and params.get("status") == "Withdrawn"
        else []
    )
    report = run(ptv11.address, "--since", "2026-11-01")
    assert report["withdrawn"]["servicechannels"] == 1
    assert Unit.objects.get(ptv_id=CHANNEL.format(1)).withdrawn_at is not None
    asked = [p for path, p, _h in ptv11.asked if path == "Service" and "date" in p]
    assert asked[0]["date"] == "2026-10-31T22:00:00"


def take_away(service, path, identifier):
    """Neither listed nor there."""
    service.lists[f"{path}/search"] = [
        item for item in service.lists[f"{path}/search"] if item["contentId"] != identifier
    ]
    return service.single.pop(f"{path}/{identifier}")


def test_a_whole_run_withdraws_what_is_gone(run, ptv12):
    run(ptv12.address)
    back = take_away(ptv12, "service", SERVICE.format(2))
    take_away(ptv12, "service-channel", CHANNEL.format(3))
    ptv12.asked.clear()
    report = run(ptv12.address)
    assert report["withdrawn"] == {"organizations": 0, "servicechannels": 1, "services": 1}
    asked = [path for path in ptv12.paths() if "0000-0000-" in path and "general" not in path]
    assert {f"service/{SERVICE.format(2)}", f"service-channel/{CHANNEL.format(3)}"} <= set(asked)
    assert Service.objects.filter(ptv_id=SERVICE.format(2), withdrawn_at=None).count() == 0
    assert count(run(ptv12.address), "withdrawn") == 0
    ptv12.lists["service/search"].append(back)
    assert run(ptv12.address)["updated"]["services"] == 1


def test_what_left_the_selection_is_not_gone(run, ptv12):
    run(ptv12.address)
    ptv12.lists["service/search"] = ptv12.lists["service/search"][:1]
    report = run(ptv12.address, "--area", "municipality:992")
    assert (count(report, "withdrawn"), count(report, "updated")) == (0, 0)


def test_a_part_that_did_not_come_takes_nothing_away(run, ptv12):
    run(ptv12.address)
    take_away(ptv12, "service", SERVICE.format(2))
    ptv12.faults["service-channel/search"] = [404]
    report = run(ptv12.address)
    assert (count(report, "withdrawn"), len(report["skipped"])) == (0, 1)


def test_too_many_gone_at_once_are_not_believed(run, ptv12, monkeypatch):
    run(ptv12.address)
    monkeypatch.setattr(absent, "MANY", 0)
    take_away(ptv12, "service", SERVICE.format(2))
    report = run(ptv12.address)
    assert count(report, "withdrawn") == 0
    assert "services" in [entry["id"] for entry in report["skipped"]]


def test_a_whole_run_of_v11_withdraws_what_is_gone(run, ptv11):
    run(ptv11.address)
    for path in ("Service", "Service/list"):
        if path in ptv11.lists:
            ptv11.lists[path] = [i for i in ptv11.lists[path] if i["id"] != SERVICE.format(2)]
    report = run(ptv11.address)
    assert report["withdrawn"] == {"organizations": 0, "servicechannels": 0, "services": 1}


def test_no_change_is_no_error(run, ptv12):
    for path in ptv12.lists:
        ptv12.lists[path] = []
    assert count(run(ptv12.address, "--since", "2026-11-01"), "updated") == 0
    with pytest.raises(CommandError):
        run(ptv12.address)


def test_an_area_with_the_organisations_it_names(run, ptv12):
    ptv12.lists["organization/search"] = []
    run(ptv12.address, "--area", "wellbeing-county:15")
    asked = {path: params for path, params, _headers in ptv12.asked}
    assert asked["service/search"]["wellbeingServicesCounties"] == "15"
    assert asked["service/search"]["areaType"] == "LimitedArea"
    assert Organisation.objects.filter(ptv_id__isnull=False).count() == 3
    assert Unit.objects.filter(ptv_id=CHANNEL.format(1)).exists()


def test_an_area_of_v11(run, ptv11):
    for path in ("Organization", "Service", "ServiceChannel"):
        ptv11.lists[f"{path}/list/area/Municipality/code/992"] = ptv11.lists[path]
    run(ptv11.address, "--area", "municipality:992")
    assert "Service" not in ptv11.paths()
    assert Organisation.objects.filter(ptv_id__isnull=False).count() == 4


@pytest.mark.parametrize(
    "wanted", [ORGANIZATION.format(1), "9000001-1", "1.2.246.10.90000019.10.0"]
)
def test_an_organisation_and_what_is_below_it(run, ptv12, wanted):
    ptv12.single[f"organization/hierarchy/{ORGANIZATION.format(1)}"] = {
        "edges": [
            {"parentContentId": ORGANIZATION.format(1), "childContentId": ORGANIZATION.format(2)},
            {"parentContentId": ORGANIZATION.format(2), "childContentId": ORGANIZATION.format(1)},
        ]
    }
    ptv12.single[f"organization/hierarchy/{ORGANIZATION.format(2)}"] = {"edges": []}
    report = run(ptv12.address, "--organisation", wanted)
    assert report["created"]["services"] == 2
    groups = [p["organizationContentIds"] for p_, p, _h in ptv12.asked if p_ == "service/search"]
    assert {one for group in groups for one in group.split(",")} == {
        ORGANIZATION.format(1),
        ORGANIZATION.format(2),
    }
    assert Organisation.objects.filter(ptv_id=ORGANIZATION.format(2)).exists()


@pytest.mark.parametrize("wanted", [ORGANIZATION.format(1), "9000001-1"])
def test_an_organisation_of_v11(run, ptv11, wanted):
    root = next(o for o in ptv11.lists["Organization/list"] if o["id"] == ORGANIZATION.format(1))
    sub = [{"id": ORGANIZATION.format(2), "name": "x"}]
    part = wanted if wanted == root["id"] else f"businesscode/{wanted}"
    ptv11.single[f"Organization/{part}"] = root | {"subOrganizations": sub}
    ptv11.lists["Service/list/organization"] = ptv11.lists["Service"][:1]
    ptv11.lists["ServiceChannel/list/organization"] = []
    run(ptv11.address, "--organisation", wanted)
    owners = {p.get("organizationId") for path, p, _h in ptv11.asked if path.startswith("Service")}
    assert owners == {ORGANIZATION.format(1), ORGANIZATION.format(2)}
    assert Organisation.objects.filter(ptv_id=ORGANIZATION.format(2)).exists()


def test_errors_that_pass_are_waited_out(run, ptv12, waits):
    ptv12.faults["service/search"] = [500, 503]
    ptv12.faults["organization/search"] = [(429, {"Retry-After": "7"})]
    ptv12.faults["connection/search"] = [(429, {"Retry-After": "999999"})]
    report = run(ptv12.address)
    assert count(report, "created") == 10
    assert waits == [7.0, 1, 2, client_module.MAX_WAIT]


def cut(handler):
    handler.answer(200, b'{"page": 1, "items": [', {"Content-Length": "5000"})
    handler.close_connection = True


def drop(handler):
    handler.close_connection = True


def sleepy(handler):
    time.sleep(0.6)
    drop(handler)


@pytest.mark.parametrize("fault", [cut, drop, sleepy])
def test_broken_connections_are_tried_again(run, ptv12, monkeypatch, fault):
    monkeypatch.setattr(remote, "Client", partial(client_module.Client, timeout=0.3))
    ptv12.faults["service/search"] = [fault]
    assert count(run(ptv12.address), "created") == 10
    assert ptv12.paths().count("service/search") == 2


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (b"<!DOCTYPE html><p>Huoltokatko", "HTML"),
        (b'{"page": 1, "items": [', "JSON"),
        (b'"words"', ""),
        (400, "400"),
        (404, "404"),
    ],
)
def test_a_page_that_is_no_page_is_told_and_the_rest_comes(run, ptv12, waits, fault, word):
    ptv12.faults["service/search"] = [fault]
    report = run(ptv12.address)
    told = [e for e in report["skipped"] if e["id"].startswith("service/search")]
    assert len(told) == 1
    assert word in told[0]["reason"]
    assert report["created"]["organizations"] == 3
    assert report["created"]["services"] == 0
    assert waits == []


def test_a_page_in_the_middle_that_does_not_come(run, ptv12):
    ptv12.faults["service-channel/search"] = [
        lambda handler: handler.answer(
            200, json.dumps(ptv12.page("service-channel/search", {"page": "1"})).encode()
        ),
        *[500] * 5,
    ]
    report = run(ptv12.address)
    assert report["created"]["servicechannels"] == 3  # of the first page and the third
    assert any("page=2" in entry["id"] for entry in report["skipped"])


def test_a_list_that_goes_round_ends(run, ptv12):
    """The service gives its first page whatever is asked for, and promises a million."""
    page = ptv12.page("organization/search", {"page": "1"}) | {"totalPages": 1_000_000}
    ptv12.single["organization/search"] = page
    report = run(ptv12.address)
    assert ptv12.paths().count("organization/search") == 2
    assert any(e["id"].startswith("organization/search") for e in report["skipped"])


def test_too_much_is_not_read(run, ptv12, monkeypatch):
    monkeypatch.setattr(remote, "Client", partial(client_module.Client, max_bytes=50_000))
    ptv12.faults["service/search"] = [b" " * 60_000 + b"[]"]
    report = run(ptv12.address)
    assert any(e["id"].startswith("service/search") for e in report["skipped"])


@pytest.mark.parametrize(("status", "asked"), [(401, 1), (403, 1), (500, 15)])
def test_a_service_that_never_answers_is_left_soon(locales, ptv12, status, asked):
    for path in CODES:
        ptv12.faults[path] = [status] * 100
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("soskes_import_ptv", ptv12.address, "--json", stdout=out)
    assert caught.value.returncode == 1
    assert str(status) in json.loads(out.getvalue())["skipped"][0]["reason"]
    assert len(ptv12.asked) == asked
    assert str(status) in str(caught.value)
    assert ("PTV_API_KEY" in str(caught.value)) is (status != 500)


@pytest.mark.parametrize("query", ["", "?date=2026-01-01T00:00:00"])
def test_one_list_by_its_own_address(locales, ptv11, query, settings):
    settings.SOSKES = {**settings.SOSKES, "PTV_API_KEY": "secret"}
    out = io.StringIO()
    address = f"{ptv11.address}/Organization/list/area/Municipality/code/992{query}"
    ptv11.lists["Organization/list/area/Municipality/code/992"] = ptv11.lists["Organization"]
    ptv11.page_size = 3
    call_command("soskes_import_ptv", address, "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert report["created"]["organizations"] == Organisation.objects.count() == 4
    asked = [params for path, params, _headers in ptv11.asked if "992" in path]
    assert [params.get("page") for params in asked] == [None, "2"]
    assert all(("date" in params) is bool(query) for params in asked)
    assert {k.lower(): v for k, v in ptv11.asked[0][2].items()}["x-api-key"] == "secret"


def test_the_key_goes_to_the_interface_only(locales, ptv11, settings, item):
    settings.SOSKES = {**settings.SOSKES, "PTV_API_KEY": "secret"}
    answer = gzip.compress(json.dumps(item(ORGANIZATION.format(1))).encode())
    ptv11.faults["/elsewhere/x.json"] = [answer]
    address = ptv11.address.replace("/api/v11", "/elsewhere/x.json")
    call_command("soskes_import_ptv", address, stdout=io.StringIO())
    assert Organisation.objects.count() == 1
    assert "x-api-key" not in {name.lower() for name in ptv11.asked[0][2]}
    with pytest.raises(CommandError, match="elsewhere"):
        call_command("soskes_import_ptv", address, "--since", "2026-01-01")


def test_nobody_there(locales, waits):
    with pytest.raises(CommandError) as caught:
        call_command("soskes_import_ptv", "http://127.0.0.1:9/api/v12")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["https://ptv.example/"], 1),
        (["ftp://ptv.example/api/v12"], 1),
        (["file:///etc/api/v12"], 1),
        ([".", "--area", "municipality:992"], 2),
    ],
)
def test_addresses_that_are_none(locales, arguments, code):
    with pytest.raises(CommandError) as caught:
        call_command("soskes_import_ptv", *arguments)
    assert caught.value.returncode == code


@pytest.mark.parametrize(
    "arguments",
    [["--area", "15"], ["--area", "municipality:15"], ["--since", "x"], ["--organisation", "x"]],
)
def test_options_that_are_none(locales, arguments):
    with pytest.raises(CommandError):
        call_command("soskes_import_ptv", "https://ptv.example/api/v12", *arguments)


def general(identifier, **texts):
    """A general description of v12, as far as its form is known."""
    return {
        "contentId": identifier,
        "generalDescriptionType": "Municipality",
        "serviceType": "Service",
        "serviceClasses": ["P3.8"],
        "targetGroups": ["KR1.2"],
        "languageVersions": {"fi": texts},
    }


GENERAL = "40000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize("arguments", [(), ("--since", "2026-11-01")])
def test_general_descriptions_are_fetched_and_merged(run, ptv12, arguments):
    followed = general(GENERAL, name="Kansallinen", description="Kunta **auttaa**.")
    ptv12.lists["general-description/search"] = [followed]
    ptv12.single[f"general-description/{GENERAL}"] = followed
    ptv12.lists["service/search"][0]["generalDescriptionContentId"] = GENERAL
    report = run(ptv12.address, *arguments)
    assert (
        "Kunta <b>auttaa</b>."
        in Service.objects.get(ptv_id=SERVICE.format(1), locale__language_code="fi").description
    )
    assert report["created"]["services"] == 2
    assert count(run(ptv12.address, *arguments), "unchanged") == count(report, "created")


def test_no_list_of_general_descriptions_is_no_fault(run, ptv12):
    ptv12.lists["service/search"][0]["generalDescriptionContentId"] = GENERAL
    report = run(ptv12.address)
    assert [entry["id"] for entry in report["skipped"]] == [CHANNEL.format(6)]


def test_an_interrupted_download_goes_on_where_it_stopped(run, ptv12, waits):
    ptv12.faults["service-channel/search"] = [500] * 5
    report = run(ptv12.address)
    assert any(e["id"].startswith("service-channel/search") for e in report["skipped"])
    asked = len(ptv12.asked)
    report = run(ptv12.address)
    again = ptv12.paths()[asked:]
    assert "organization/search" not in again  # it had come
    assert "service-channel/search" in again
    assert report["created"]["servicechannels"] == 5
    assert any("eskeytyneestä ajosta" in entry["warning"] for entry in report["warnings"])
    before = len(ptv12.asked)
    run(ptv12.address)
    assert len(ptv12.asked) - before > len(again)  # all had come: asked anew


def test_a_killed_download_goes_on_where_it_stopped(run, ptv12, monkeypatch):
    real = client_module.Client._read

    def killed(self, address):
        if "connection/search" in address:
            raise KeyboardInterrupt
        return real(self, address)

    with monkeypatch.context() as patch:
        patch.setattr(client_module.Client, "_read", killed)
        with pytest.raises(KeyboardInterrupt):
            run(ptv12.address)
    assert not Organisation.objects.filter(ptv_id__isnull=False).exists()
    before = ptv12.paths()
    assert count(run(ptv12.address), "created") == 10
    after = ptv12.paths()[len(before) :]
    assert "connection/search" in after
    came = set(before) & {*ptv12.lists, *ptv12.single}
    assert came.isdisjoint(after)  # only what was not found is asked for again


def test_what_is_left_is_not_used_when_it_is_old_or_not_wanted(
    run, ptv12, waits, own_temporary_folder
):
    ptv12.faults["service-channel/search"] = [500] * 5
    run(ptv12.address)
    asked = len(ptv12.asked)
    run(ptv12.address, "--fresh")
    assert "organization/search" in ptv12.paths()[asked:]
    ptv12.faults["service-channel/search"] = [500] * 5
    run(ptv12.address)
    for file in own_temporary_folder.glob("soskes-ptv-*/*"):
        os.utime(file, (0, 0))
    asked = len(ptv12.asked)
    run(ptv12.address)
    assert "organization/search" in ptv12.paths()[asked:]


def test_a_folder_that_is_not_ours_alone_is_not_used(own_temporary_folder):
    first = downloads.Downloads("x")
    first.write("https://x.example/a", b"{}")
    assert downloads.Downloads("x").read("https://x.example/a") == b"{}"
    first._folder.chmod(0o777)
    other = downloads.Downloads("x")
    assert other._folder != first._folder
    assert other.read("https://x.example/a") is None


def test_an_answer_that_cannot_be_used_is_not_kept(run, ptv12):
    ptv12.faults["service/search"] = [b"<html></html>"]
    run(ptv12.address)
    assert run(ptv12.address)["created"]["services"] == 2
