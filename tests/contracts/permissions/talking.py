"""The routes of interaction beside data requests: what everybody may do, what offices hold."""

from __future__ import annotations

from tests.contracts.permissions.calls import GONE, Call, Shows

FORM = "application/x-www-form-urlencoded"
SURVEY, ONE = "/surveys/<slug:survey_id>/", "/surveys/srv_000000000000/"
HELD, H = "/workbench/surveys/<slug:survey_id>/", "/workbench/surveys/srv_000000000000/"
REMARK, R = "/workbench/remarks/<slug:remark_id>/", "/workbench/remarks/rmk_000000000000/"
CONSULTED, C = "/workbench/consultations/<slug:consultation_id>/", "/workbench/consultations/cns_000000000000/"
TALKING = (
    Call("/consultations/", "/consultations/", Shows.NOTHING),
    Call("/consultations/<slug:consultation_id>/", "/consultations/cns_000000000000/", Shows.NOTHING, opened=GONE),
    Call(
        "/consultations/<slug:consultation_id>/opinions/",
        "/consultations/cns_000000000000/opinions/",
        Shows.MINE,
        "POST",
        "",
        FORM,
        opened=GONE,
    ),
    Call(
        "/consultations/<slug:consultation_id>/files/<slug:file_id>/",
        "/consultations/cns_000000000000/files/csf_000000000000/",
        Shows.NOTHING,
        opened=GONE,
    ),
    Call("/workbench/consultations/", "/workbench/consultations/", Shows.CATALOGUE),
    Call("/workbench/consultations/new/", "/workbench/consultations/new/", Shows.CATALOGUE),
    Call(CONSULTED, C, Shows.CATALOGUE, opened=GONE),
    Call(f"{CONSULTED}files/", f"{C}files/", Shows.CATALOGUE, "POST", "", FORM, opened=GONE),
    Call(f"{CONSULTED}<slug:name>/", f"{C}words/", Shows.CATALOGUE, "POST", "", FORM, opened=GONE),
    Call("/datasets/<slug:slug>/conversation/", "/datasets/{slug}/conversation/", Shows.ENTRY),
    *(
        Call(
            f"/datasets/<slug:slug>/conversation/{one}/",
            f"/datasets/none/conversation/{one}/",
            Shows.MINE,
            "POST",
            "subject=data&stars=5",
            FORM,
            opened=GONE,
        )
        for one in ("rating", "remarks")
    ),
    Call(
        "/remarks/<slug:remark_id>/report/",
        "/remarks/rmk_000000000000/report/",
        Shows.MINE,
        "POST",
        "",
        FORM,
        opened=GONE,
    ),
    Call("/suggestions/", "/suggestions/", Shows.NOTHING),
    Call("/suggestions/new/", "/suggestions/new/", Shows.MINE),
    Call("/workbench/remarks/", "/workbench/remarks/", Shows.CATALOGUE),
    Call(REMARK, R, Shows.CATALOGUE, opened=GONE),
    Call(f"{REMARK}<slug:name>/", f"{R}show/", Shows.CATALOGUE, "POST", "", FORM, opened=GONE),
    Call("/interaction/", "/interaction/", Shows.NOTHING),
    Call("/surveys/", "/surveys/", Shows.NOTHING),
    Call("/surveys/schema.json", "/surveys/schema.json", Shows.NOTHING),
    Call(SURVEY, ONE, Shows.NOTHING, opened=GONE),
    Call(f"{SURVEY}results/", f"{ONE}results/", Shows.NOTHING, opened=GONE),
    Call(f"{SURVEY}definition.json", f"{ONE}definition.json", Shows.NOTHING, opened=GONE),
    Call("/workbench/surveys/", "/workbench/surveys/", Shows.CATALOGUE),
    Call("/workbench/surveys/new/", "/workbench/surveys/new/", Shows.CATALOGUE),
    Call(HELD, H, Shows.CATALOGUE, opened=GONE),
    Call(f"{HELD}questions/<slug:key>/", f"{H}questions/new/", Shows.CATALOGUE, opened=GONE),
    Call(f"{HELD}<slug:name>/", f"{H}closing/", Shows.CATALOGUE, "POST", "", FORM, opened=GONE),
)
