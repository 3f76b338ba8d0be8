"""The measurement runs and reports; how fast anything is, is not tested."""

import json


def test_bench_reports_every_kind_of_page_and_leaves_the_demo_alone(demo, tmp_path):
    before = demo.row_counts()
    report = tmp_path / "bench.json"
    printed = demo.run(
        "-m", "bench", "--rounds", "2", "--import-rows", "300", "--output", str(report), PGHOST=""
    ).stdout
    result = json.loads(report.read_text(encoding="utf-8"))
    bare, *others = result["pages"]
    assert bare["ratio"] == 1
    kinds = {page["name"].partition(":")[0] for page in others}
    assert kinds >= {
        "HomePage",
        "SosKesHomePage",
        "ServiceSectionPage",
        "ArticlePage",
        "MunicipalityDirectoryPage",
        "MunicipalityPage",
        "EventListingPage",
        "SearchPage",
    }
    for page in result["pages"]:
        assert page["status"] == 200
        assert page["queries"] > 0
        assert page["p95_ms"] >= page["p50_ms"] > 0
        assert page["name"] in printed
    (imported,) = result["imports"]
    assert (imported["database"], imported["rows"], imported["unchanged_writes"]) == (
        "sqlite",
        300,
        0,
    )
    for figure in ("plain_snippet_rows_s", "save_rows_s", "bulk_create_s", "new_s", "memory_mb"):
        assert imported[figure] > 0
    assert str(imported["new_rows_s"]) in printed
    assert demo.row_counts() == before


def test_bench_says_what_to_do_when_there_is_no_demo(demo, tmp_path):
    done = demo.run("-m", "bench", check=False, DEMO_DB=str(tmp_path / "none.sqlite3"))
    assert done.returncode == 1
    assert "make demo SERVE=0" in done.stderr
