"""The routes of data requests: what is public, what is one's own, what offices handle."""

from __future__ import annotations

from tests.contracts.permissions.calls import GONE, Call, Shows

V1, FORM = "/api/v1/", "application/x-www-form-urlencoded"
OPENING, ONE = "/requests/<slug:opening_id>/", "/requests/opn_000000000000/"
MINE, M = "/my/applications/<slug:application_id>/", "/my/applications/dap_000000000000/"
HANDLED, H = "/workbench/requests/<slug:family>/<slug:request_id>/", "/workbench/requests/application/dap_000000000000/"
REQUESTED = (
    Call(f"{V1}requests", f"{V1}requests", Shows.NOTHING),
    Call(f"{V1}requests/results", f"{V1}requests/results", Shows.NOTHING),
    Call(f"{V1}requests/<str:opening>", f"{V1}requests/opn_000000000000", Shows.NOTHING, opened=GONE),
    Call("/requests/", "/requests/", Shows.NOTHING),
    Call("/requests/results/", "/requests/results/", Shows.NOTHING),
    Call("/requests/answering/", "/requests/answering/", Shows.NOTHING),
    Call("/requests/new/", "/requests/new/", Shows.MINE),
    Call(OPENING, ONE, Shows.NOTHING, opened=GONE),
    Call(f"{OPENING}vote/", f"{ONE}vote/", Shows.MINE, "POST", "", FORM, opened=GONE),
    Call(f"{OPENING}following/", f"{ONE}following/", Shows.MINE, "POST", "", FORM, opened=GONE),
    Call("/datasets/<slug:slug>/application/", "/datasets/{slug}/application/", Shows.MINE, opened=GONE),
    Call("/my/applications/", "/my/applications/", Shows.MINE),
    Call(MINE, M, Shows.MINE, opened=GONE),
    *(
        Call(f"{MINE}{step}/", f"{M}{step}/", Shows.MINE, "POST", "", FORM, opened=GONE)
        for step in ("supplement", "agreement", "key", "report", "withdrawal")
    ),
    Call(f"{MINE}files/<slug:file_id>/", f"{M}files/prf_000000000000/", Shows.MINE, opened=GONE),
    Call("/workbench/requests/", "/workbench/requests/", Shows.CATALOGUE),
    Call("/workbench/requests/sharing/new/", "/workbench/requests/sharing/new/", Shows.SHARING),
    Call(
        "/workbench/requests/application/<slug:request_id>/files/<slug:file_id>/",
        f"{H}files/prf_000000000000/",
        Shows.CATALOGUE,
        opened=GONE,
    ),
    Call(HANDLED, H, Shows.CATALOGUE, opened=GONE),
    Call(f"{HANDLED}<slug:name>/", f"{H}completion/", Shows.CATALOGUE, "POST", "", FORM, opened=GONE),
)
