"""The routes of news: what everybody reads, what citizens ask, what offices write."""

from __future__ import annotations

from tests.contracts.permissions.calls import GONE, Call, Shows

FORM = "application/x-www-form-urlencoded"
ONE, NOWHERE = "/news/<slug:article_id>/", "/news/art_000000000000/"
HELD, H = "/workbench/news/<slug:article_id>/", "/workbench/news/art_000000000000/"
NEWS = (
    Call("/news/", "/news/", Shows.NOTHING),
    Call("/news/feed.atom", "/news/feed.atom", Shows.NOTHING),
    Call(ONE, NOWHERE, Shows.NOTHING, opened=GONE),
    Call(f"{ONE}questions/", f"{NOWHERE}questions/", Shows.MINE, "POST", "", FORM, opened=GONE),
    Call("/workbench/news/", "/workbench/news/", Shows.CATALOGUE),
    Call("/workbench/news/new/", "/workbench/news/new/", Shows.CATALOGUE),
    Call(HELD, H, Shows.CATALOGUE, opened=GONE),
    Call(f"{HELD}edit/", f"{H}edit/", Shows.CATALOGUE, opened=GONE),
    Call(
        f"{HELD}questions/<slug:question_id>/",
        f"{H}questions/inq_000000000000/",
        Shows.CATALOGUE,
        "POST",
        "",
        FORM,
        opened=GONE,
    ),
    Call(f"{HELD}<slug:name>/", f"{H}release/", Shows.CATALOGUE, "POST", "", FORM, opened=GONE),
)
