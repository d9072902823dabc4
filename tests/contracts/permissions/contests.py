"""The routes of contests: what everybody reads, what teams and jurors do, what the authority organises."""

from __future__ import annotations

from tests.contracts.permissions.calls import GONE, Call, Shows

FORM = "application/x-www-form-urlencoded"
ONE, NOWHERE = "/contests/<slug:contest_id>/", "/contests/ctt_000000000000/"
HELD, H = "/workbench/contests/<slug:contest_id>/", "/workbench/contests/ctt_000000000000/"
CONTESTS = (
    Call("/contests/", "/contests/", Shows.NOTHING),
    Call("/contests/feed.atom", "/contests/feed.atom", Shows.NOTHING),
    Call(ONE, NOWHERE, Shows.NOTHING, opened=GONE),
    Call(f"{ONE}works/<slug:work_id>/", f"{NOWHERE}works/wrk_000000000000/", Shows.NOTHING, opened=GONE),
    Call(f"{ONE}team/", f"{NOWHERE}team/", Shows.MINE, opened=GONE),
    Call(f"{ONE}team/hand-in/", f"{NOWHERE}team/hand-in/", Shows.MINE, "POST", "", FORM, opened=GONE),
    Call(f"{ONE}team/withdrawal/", f"{NOWHERE}team/withdrawal/", Shows.MINE, "POST", "", FORM, opened=GONE),
    Call(f"{ONE}votes/", f"{NOWHERE}votes/", Shows.MINE, "POST", "", FORM, opened=GONE),
    Call(f"{ONE}jury/", f"{NOWHERE}jury/", Shows.MINE, opened=GONE),
    Call(f"{ONE}jury/<slug:work_id>/", f"{NOWHERE}jury/wrk_000000000000/", Shows.MINE, opened=GONE),
    Call("/workbench/contests/", "/workbench/contests/", Shows.APPS),
    Call("/workbench/contests/new/", "/workbench/contests/new/", Shows.APPS),
    Call(HELD, H, Shows.APPS, opened=GONE),
    Call(f"{HELD}edit/", f"{H}edit/", Shows.APPS, opened=GONE),
    Call(f"{HELD}<slug:name>/", f"{H}announcement/", Shows.APPS, "POST", "", FORM, opened=GONE),
)
