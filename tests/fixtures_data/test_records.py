"""The official facts: areas, organisations, classifications, statutes."""

import datetime
import re

import pytest
from stdnum.fi import ytunnus

from soskes_wagtail.fixtures.loader import load

CURRENT = {
    "Hankasalmi", "Joutsa", "Jyväskylä", "Jämsä", "Kannonkoski", "Karstula", "Keuruu", "Kinnula",
    "Kivijärvi", "Konnevesi", "Kyyjärvi", "Laukaa", "Luhanka", "Multia", "Muurame", "Petäjävesi",
    "Pihtipudas", "Saarijärvi", "Toivakka", "Uurainen", "Viitasaari", "Äänekoski",
}  # fmt: skip


def unique(values):
    values = list(values)
    return len(values) == len(set(values))


def test_22_current_and_14_former_municipalities(municipalities):
    former = [row for row in municipalities if row["valid_to"]]
    current = [row for row in municipalities if not row["valid_to"]]
    assert {row["name_fi"] for row in current} == CURRENT
    assert len(current) == 22
    assert len(former) == 14


def test_codes_and_slugs_are_unique(municipalities):
    assert unique((row["kind"], row["code"]) for row in load("areas"))
    assert unique(row["slug"] for row in load("areas"))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", row["slug"]) for row in load("areas"))
    assert all(re.fullmatch(r"\d{3}", row["code"]) for row in municipalities)


def test_region_and_county_have_different_codes_and_are_those_of_every_municipality(municipalities):
    current = [row for row in municipalities if not row["valid_to"]]
    assert {(row["region"], row["wellbeing_county"]) for row in current} == {("13", "15")}


def test_every_former_municipality_leads_to_a_current_one(municipalities):
    by_code = {row["code"]: row for row in municipalities}
    for row in municipalities:
        steps = 0
        while row["successor"]:
            assert row["valid_to"]
            follower = by_code[row["successor"]]
            assert not follower["valid_to"] or follower["valid_to"] > row["valid_to"]
            row, steps = follower, steps + 1
            assert steps < 5
        assert row["name_fi"] in CURRENT


def test_tile_map_has_one_tile_for_each_current_municipality(municipalities):
    tiles = {
        row["name_fi"]: (row["tile_row"], row["tile_column"])
        for row in municipalities
        if row["tile_row"]
    }
    assert set(tiles) == CURRENT
    assert unique(tiles.values())
    assert all(1 <= r <= 7 and 1 <= c <= 6 for r, c in tiles.values())
    assert tiles["Pihtipudas"] < tiles["Jyväskylä"] < tiles["Joutsa"]  # north to south
    neighbours = [("Äänekoski", "Konnevesi"), ("Jyväskylä", "Muurame"), ("Keuruu", "Multia")]
    for one, other in neighbours:
        assert max(abs(a - b) for a, b in zip(tiles[one], tiles[other], strict=True)) == 1


def test_organisations_have_valid_business_ids_and_an_area():
    rows = load("organisations")
    areas = {(row["kind"], row["code"]) for row in load("areas")}
    ids = [row["business_id"] for row in rows if row["business_id"]]
    assert all(ytunnus.is_valid(value) for value in ids)
    assert unique(ids)
    assert [row["name_fi"] for row in rows if not row["business_id"]] == ["Joutsan kunta"]
    assert all((row["area_kind"], row["area_code"]) in areas for row in rows)
    assert all(row["oid"] is None for row in rows)
    assert unique(row["slug"] for row in rows)
    assert len(rows) == 23


@pytest.mark.parametrize("name", ["service_classes", "target_groups"])
def test_classifications_have_known_parents_before_children(name):
    seen = set()
    for row in load(name):
        assert row["parent"] is None or row["parent"] in seen
        assert row["uri"].endswith(f"/code/{row['code']}")
        assert row["name_fi"]
        assert row["name_sv"]
        assert row["name_en"]
        assert row["code"] not in seen
        seen.add(row["code"])


def test_statutes_are_unique_and_their_successors_known(statutes):
    assert len(statutes) == len(load("statutes"))
    for citation, row in statutes.items():
        assert re.fullmatch(r"\d{1,4}/(19|20)\d\d", citation)
        assert row["title_fi"]
        assert row["in_force"] is (row["superseded_by"] is None)
        assert row["in_force"] is (row["valid_to"] is None)
        assert row["superseded_by"] is None or statutes[row["superseded_by"]]["in_force"]


def test_a_repealed_statute_ends_the_day_before_its_successor_begins(statutes):
    for row in statutes.values():
        follower = statutes.get(row["superseded_by"] or "")
        if follower and follower["valid_from"]:
            begins = datetime.date.fromisoformat(follower["valid_from"])
            ends = datetime.date.fromisoformat(row["valid_to"])
            assert ends + datetime.timedelta(days=1) == begins


def test_the_acts_of_the_field_are_there_under_their_right_numbers(statutes):
    assert statutes["417/2007"]["title_fi"] == "Lastensuojelulaki"
    assert statutes["1301/2014"]["title_fi"] == "Sosiaalihuoltolaki"
    assert statutes["675/2023"]["title_fi"] == "Vammaispalvelulaki"
    assert statutes["442/1999"]["title_fi"] == "Laki holhoustoimesta"
    assert statutes["980/2012"]["short_name_fi"] == "Vanhuspalvelulaki"
    assert statutes["380/1987"]["superseded_by"] == "675/2023"
