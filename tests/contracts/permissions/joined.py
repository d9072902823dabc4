"""The lines of the table of routes for joining tables: the public pages and what officers keep."""

from __future__ import annotations

from urllib.parse import quote

from tests.contracts.permissions.calls import GONE, Call, Shows

FORM = "application/x-www-form-urlencoded"
BY = f"a={quote('编码')}&b={quote('编码')}&kind=left"
AS_LEFT, AS_RIGHT = f"left={{table}}&right={{beside}}&{BY}", f"left={{beside}}&right={{table}}&{BY}"
PUBLIC = (
    Call("/datasets/<slug:slug>/joins/", "/datasets/{slug}/joins/", Shows.ROWS, proof=False),
    Call("/joins/", f"/joins/?{AS_LEFT}", Shows.ROWS),
    Call("/joins/", f"/joins/?{AS_RIGHT}", Shows.ROWS),
    Call("/joins/joined.<slug:form>", f"/joins/joined.csv?{AS_LEFT}", Shows.ROWS),
    Call("/joins/joined.<slug:form>", f"/joins/joined.csv?{AS_RIGHT}", Shows.ROWS),
    Call("/joins/file/", "/joins/file/", Shows.ROWS, "POST", "left={table}", FORM, opened=(422,), proof=False),
    Call("/joins/file/removal/", "/joins/file/removal/", Shows.NOTHING, "POST"),
)
W = "/workbench/derived/"
KEPT = (
    Call(W, W, Shows.OFFICE),
    Call(f"{W}new/", f"{W}new/?left=tbl_none&right=tbl_none&{BY}", Shows.OFFICE, opened=GONE),
    Call(f"{W}<slug:derived_id>/", f"{W}none/", Shows.OFFICE, opened=GONE),
    Call(f"{W}<slug:derived_id>/", f"{W}none/", Shows.OFFICE, "POST", opened=GONE),
    Call(f"{W}<slug:derived_id>/end/", f"{W}none/end/", Shows.OFFICE, "POST", opened=GONE),
)
JOINED = (*PUBLIC, *KEPT)
