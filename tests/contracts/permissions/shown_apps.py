"""The routes of the gallery of apps: what everybody reads, what makers hand in, what the authority decides."""

from __future__ import annotations

from tests.contracts.permissions.calls import GONE, Call, Shows
from tests.contracts.permissions.kinds import OF_ALL

FORM = "application/x-www-form-urlencoded"
ONE, NOWHERE = "/applications/<slug:app_id>/", "/applications/app_000000000000/"
REVIEWED, R = "/workbench/applications/<slug:app_id>/", "/workbench/applications/app_000000000000/"
SHOWN_APPS = (
    Call("/applications/", "/applications/", Shows.LIST, proof=False),
    Call(ONE, f"/applications/{OF_ALL}/", Shows.LIST),
    Call(ONE, NOWHERE, Shows.NOTHING, opened=GONE),
    Call("/applications/new/", "/applications/new/", Shows.MINE),
    Call("/applications/mine/", "/applications/mine/", Shows.MINE),
    Call(f"{ONE}pictures/<slug:digest>.webp", f"{NOWHERE}pictures/{'0' * 64}.webp", Shows.NOTHING, opened=GONE),
    Call(f"{ONE}edit/", f"{NOWHERE}edit/", Shows.MINE, opened=GONE),
    Call(f"{ONE}withdrawal/", f"{NOWHERE}withdrawal/", Shows.MINE, "POST", "", FORM, opened=GONE),
    Call(f"{ONE}rating/", f"{NOWHERE}rating/", Shows.MINE, "POST", "stars=5", FORM, opened=GONE),
    Call("/workbench/applications/", "/workbench/applications/", Shows.APPS),
    Call(REVIEWED, R, Shows.APPS, opened=GONE),
    Call(REVIEWED, R, Shows.APPS, "POST", "decision=accept", FORM, opened=GONE),
)
