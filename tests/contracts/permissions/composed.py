"""The routes of dashboards: their tiles, which read datasets; what makers and reviewers do."""

from __future__ import annotations

from tests.contracts.permissions.calls import GONE, Call, Shows

FORM = "application/x-www-form-urlencoded"
ONE, SHOWN, NOWHERE = "/dashboards/<slug:slug>/", "/dashboards/{dashboard}/", "/dashboards/nowhere111111/"
FRAMED = "/embed/dashboards/<slug:slug>/"
COMPOSED = (
    Call("/dashboards/", "/dashboards/", Shows.NOTHING),
    Call("/dashboards/schema.json", "/dashboards/schema.json", Shows.NOTHING),
    Call(ONE, SHOWN, Shows.TILES),
    Call(f"{ONE}document.json", f"{SHOWN}document.json", Shows.TILES, proof=False),
    Call(FRAMED, "/embed/dashboards/{dashboard}/", Shows.TILES, proof=False),
    Call(f"{FRAMED}tiles/<slug:tile>/", "/embed/dashboards/{dashboard}/tiles/t2/", Shows.TILES, proof=False),
    Call(f"{ONE}feed.atom", f"{SHOWN}feed.atom", Shows.TILES, proof=False),
    # Compressed, dated and with its own address: what it says of closed tiles stands in test_papers.
    Call(f"{ONE}report.pdf", f"{NOWHERE}report.pdf", Shows.NOTHING, opened=GONE),
    Call(f"{ONE}report/", f"{NOWHERE}report/", Shows.MINE, opened=GONE),
    Call("/dashboards/reports/<slug:report_id>/", "/dashboards/reports/nowhere111111/", Shows.MINE, opened=GONE),
    Call(f"{ONE}pictures/<slug:digest>.webp", f"{NOWHERE}pictures/{'0' * 64}.webp", Shows.NOTHING, opened=GONE),
    Call("/dashboards/mine/", "/dashboards/mine/", Shows.MINE),
    Call("/dashboards/new/", "/dashboards/new/", Shows.MINE),
    Call("/dashboards/place/", "/dashboards/place/?dataset=nowhere-000000", Shows.MINE, opened=GONE),
    Call(f"{ONE}edit/", f"{NOWHERE}edit/", Shows.MINE, opened=GONE),
    Call(f"{ONE}edit/<slug:act>/", f"{NOWHERE}edit/about/", Shows.MINE, "POST", "", FORM, opened=GONE),
    Call(f"{ONE}versions/", f"{NOWHERE}versions/", Shows.MINE, opened=GONE),
    Call(f"{ONE}fork/", f"{NOWHERE}fork/", Shows.MINE, "POST", "", FORM, opened=GONE),
    Call("/districts/", "/districts/", Shows.NOTHING),
    Call("/districts/<slug:code>/", "/districts/370202/", Shows.NOTHING),
    Call("/districts/<slug:code>/copy/", "/districts/370202/copy/", Shows.MINE, "POST", "", FORM),
    Call("/workbench/dashboards/", "/workbench/dashboards/", Shows.REVIEWING),
    Call("/workbench/dashboards/<slug:slug>/", "/workbench/dashboards/nowhere111111/", Shows.REVIEWING, opened=GONE),
)
