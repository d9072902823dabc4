"""The lines of the table of routes for what the core services do: corrections, exchange, review, operation."""

from __future__ import annotations

from tests.contracts.permissions.calls import GONE, Call, Shows

V1 = "/api/v1/"
UNSIGNED = (401,)
PUBLIC = (
    Call(f"{V1}exchange/keys", f"{V1}exchange/keys", Shows.NOTHING),
    Call(f"{V1}exchange/counters", f"{V1}exchange/counters", Shows.NOTHING),
    Call(f"{V1}exchange/transfers", f"{V1}exchange/transfers", Shows.LOGGED),
    Call(f"{V1}exchange/transfers", f"{V1}exchange/transfers", Shows.NOTHING, "POST", "{{}}", opened=UNSIGNED),
    *(
        Call(
            f"{V1}exchange/transfers/<str:transfer>{end}",
            f"{V1}exchange/transfers/none{end}",
            Shows.LOGGED,
            opened=GONE,
        )
        for end in ("", "/proof")
    ),
    Call("/healthz", "/healthz", Shows.NOTHING),
    Call("/readyz", "/readyz", Shows.NOTHING, opened=(200, 503)),
    Call("/metrics", "/metrics", Shows.NOTHING),  # asked from this machine
    Call("/status/", "/status/", Shows.NOTHING),
    Call("/status/status.json", "/status/status.json", Shows.NOTHING),
    Call("/status/incidents.atom", "/status/incidents.atom", Shows.NOTHING),
    Call("/status/incidents/<slug:incident_id>/", "/status/incidents/none/", Shows.NOTHING, opened=GONE),
    Call("/datasets/<slug:slug>/corrections/", "/datasets/{slug}/corrections/", Shows.ENTRY),
    Call("/corrections/<slug:correction_id>/", "/corrections/none/", Shows.NOTHING, opened=GONE),
)
OWN = (
    Call("/my/notices/", "/my/notices/", Shows.MINE),
    Call(
        "/datasets/<slug:slug>/corrections/new/", "/datasets/nowhere-000000/corrections/new/", Shows.MINE, opened=GONE
    ),
    Call("/datasets/<slug:slug>/following/", "/datasets/nowhere-000000/following/", Shows.MINE, "POST", opened=GONE),
    Call(
        "/corrections/<slug:correction_id>/retraction/",
        "/corrections/none/retraction/",
        Shows.MINE,
        "POST",
        opened=GONE,
    ),
)
STATISTICS = "/statistics/"
FIGURES = (
    Call(STATISTICS, STATISTICS, Shows.NOTHING),
    Call(f"{STATISTICS}self-assessment/", f"{STATISTICS}self-assessment/", Shows.LIST, proof=False),
    Call(f"{STATISTICS}<slug:key>/", f"{STATISTICS}use/", Shows.LIST, proof=False),
    Call(f"{STATISTICS}<slug:key>/", f"{STATISTICS}departments/", Shows.NOTHING),
    Call(f"{STATISTICS}<slug:key>.<str:form>", f"{STATISTICS}self-assessment.json", Shows.LIST, proof=False),
    Call(f"{STATISTICS}<slug:key>.<str:form>", f"{STATISTICS}use.csv", Shows.LIST, proof=False),
    Call(f"{STATISTICS}report.<str:form>", f"{STATISTICS}report.xlsx", Shows.WORKBENCH),
    Call(f"{STATISTICS}plan/writing/", f"{STATISTICS}plan/writing/", Shows.CATALOGUE),
    Call(
        f"{STATISTICS}plan/writing/<slug:planned_id>/withdrawal/",
        f"{STATISTICS}plan/writing/none/withdrawal/",
        Shows.CATALOGUE,
        "POST",
        opened=GONE,
    ),
)
SUBSCRIPTIONS, NEWS = "/my/subscriptions/", "news/<slug:news_id>/"
SUBSCRIBED = (
    Call(SUBSCRIPTIONS, SUBSCRIPTIONS, Shows.MINE),
    Call(f"{SUBSCRIPTIONS}new/", f"{SUBSCRIPTIONS}new/?subject=search&key=q%3Dnone", Shows.MINE),
    Call(f"{SUBSCRIPTIONS}webhooks/", f"{SUBSCRIPTIONS}webhooks/", Shows.MINE),
    *(
        Call(f"{SUBSCRIPTIONS}{route}", f"{SUBSCRIPTIONS}{address}", Shows.MINE, how, opened=GONE)
        for route, address, how in (
            ("webhooks/<slug:webhook_id>/end/", "webhooks/none/end/", "POST"),
            ("messages/<slug:message_id>/", "messages/none/", "POST"),
            (NEWS, "news/none/", "GET"),
            ("<int:follow_id>/", "0/", "GET"),
            ("<int:follow_id>/pause/", "0/pause/", "POST"),
            ("<int:follow_id>/end/", "0/end/", "POST"),
        )
    ),
)
W = "/workbench/"
C, D = f"{W}comparisons/<slug:key>/", f"{W}comparisons/none/"
ONE = "discrepancies/<slug:discrepancy_id>/"
OFFICES = (
    Call(f"{W}comparisons/", f"{W}comparisons/", Shows.CATALOGUE),
    Call(f"{W}comparisons/new/", f"{W}comparisons/new/", Shows.CATALOGUE),
    Call(
        f"{W}comparisons/new/<slug:left>/<slug:right>/",
        f"{W}comparisons/new/tbl_none/tbl_none/",
        Shows.CATALOGUE,
        opened=GONE,
    ),
    *(
        Call(
            f"{W}comparisons/drafts/<slug:draft_id>/{end}",
            f"{W}comparisons/drafts/none/{end}",
            Shows.CATALOGUE,
            how,
            opened=GONE,
        )
        for end, how in (
            *(("", "GET"), ("definition/", "GET"), ("definition.toml", "GET"), ("progress/", "GET")),
            ("removal/", "POST"),
        )
    ),
    *(
        Call(f"{C}{end}", f"{D}{end}", Shows.CATALOGUE, how, opened=GONE)
        for end, how in (("definition.toml", "GET"), ("revision/", "POST"), ("retirement/", "POST"))
    ),
    Call(C, D, Shows.CATALOGUE, opened=GONE),
    Call(f"{C}assignment/", f"{D}assignment/", Shows.CATALOGUE, "POST", opened=GONE),
    Call(f"{C}{ONE}", f"{D}discrepancies/none/", Shows.CATALOGUE, opened=GONE),
    Call(f"{C}{ONE}answer/", f"{D}discrepancies/none/answer/", Shows.OFFICE, "POST", opened=GONE),
    Call(f"{C}{ONE}acceptance/", f"{D}discrepancies/none/acceptance/", Shows.OFFICE, "POST", opened=GONE),
    Call(f"{C}{ONE}confirmation/", f"{D}discrepancies/none/confirmation/", Shows.CATALOGUE, "POST", opened=GONE),
    Call(f"{C}{ONE}closing/", f"{D}discrepancies/none/closing/", Shows.CATALOGUE, "POST", opened=GONE),
    Call(f"{W}connectors/", f"{W}connectors/", Shows.CATALOGUE),
    Call(f"{W}connectors/new/", f"{W}connectors/new/", Shows.CATALOGUE),
    Call(f"{W}connectors/new/<slug:kind>/", f"{W}connectors/new/folder/", Shows.CATALOGUE),
    *(
        Call(
            f"{W}connectors/drafts/<slug:draft_id>/{end}",
            f"{W}connectors/drafts/none/{end}",
            Shows.CATALOGUE,
            how,
            opened=GONE,
        )
        for end, how in (("", "GET"), ("source/", "GET"), ("progress/", "GET"), ("removal/", "POST"))
    ),
    Call(f"{W}connectors/<slug:key>/", f"{W}connectors/none/", Shows.CATALOGUE, opened=GONE),
    *(
        Call(f"{W}connectors/<slug:key>/{end}", f"{W}connectors/none/{end}", Shows.CATALOGUE, "POST", opened=GONE)
        for end in ("revision/", "removal/")
    ),
    Call(f"{W}connectors/<slug:key>/pause/", f"{W}connectors/none/pause/", Shows.CATALOGUE, "POST", opened=GONE),
    Call(
        f"{W}connectors/<slug:key>/runs/<slug:run_id>/", f"{W}connectors/none/runs/none/", Shows.CATALOGUE, opened=GONE
    ),
    Call(
        f"{W}connectors/<slug:key>/rows/<slug:row_id>/",
        f"{W}connectors/none/rows/none/",
        Shows.CATALOGUE,
        "POST",
        opened=GONE,
    ),
    Call(f"{W}corrections/", f"{W}corrections/", Shows.CATALOGUE),
    Call(f"{W}corrections/<slug:correction_id>/", f"{W}corrections/none/", Shows.CATALOGUE, opened=GONE),
    Call(
        f"{W}corrections/<slug:correction_id>/forwarding/",
        f"{W}corrections/none/forwarding/",
        Shows.FORWARDING,
        "POST",
        opened=GONE,
    ),
    Call(
        f"{W}corrections/<slug:correction_id>/answer/",
        f"{W}corrections/none/answer/",
        Shows.OFFICE,
        "POST",
        opened=GONE,
    ),
    Call(
        f"{W}corrections/<slug:correction_id>/extension/",
        f"{W}corrections/none/extension/",
        Shows.REVIEWER,
        "POST",
        opened=GONE,
    ),
    Call(f"{W}datasets/", f"{W}datasets/", Shows.CATALOGUE),
    Call(f"{W}datasets/<slug:slug>/", f"{W}datasets/{{slug}}/", Shows.RUNNING),
    Call(f"{W}datasets/<slug:slug>/state/", f"{W}datasets/{{slug}}/state/", Shows.RUNNING, "POST", harmful=True),
    Call(f"{W}datasets/<slug:slug>/updates/", f"{W}datasets/{{slug}}/updates/", Shows.RUNNING, "POST", harmful=True),
    Call(
        f"{W}datasets/<slug:slug>/updates/end/",
        f"{W}datasets/{{slug}}/updates/end/",
        Shows.RUNNING,
        "POST",
        harmful=True,
    ),
    Call(f"{W}changes/", f"{W}changes/", Shows.CATALOGUE),
    Call(f"{W}changes/<slug:change_id>/", f"{W}changes/none/", Shows.CATALOGUE, opened=GONE),
    Call(f"{W}changes/<slug:change_id>/decision/", f"{W}changes/none/decision/", Shows.REVIEWING, "POST", opened=GONE),
    Call(
        f"{W}changes/<slug:change_id>/retraction/", f"{W}changes/none/retraction/", Shows.CATALOGUE, "POST", opened=GONE
    ),
    Call(f"{W}transfers/", f"{W}transfers/", Shows.TRANSFERS),
    Call(
        f"{W}transfers/<slug:transfer_id>/receipt.json", f"{W}transfers/none/receipt.json", Shows.TRANSFERS, opened=GONE
    ),
    Call(f"{W}returns/", f"{W}returns/", Shows.RETURNS),
    Call(f"{W}returns/<slug:return_id>/rows.<slug:form>", f"{W}returns/none/rows.csv", Shows.RETURNS, opened=GONE),
)
S, T = f"{W}submissions/<slug:submission_id>/", f"{W}submissions/{{submission}}/"
REVIEWS = (
    Call(f"{S}review/", f"{T}review/", Shows.SUBMISSION, proof=False),
    Call(f"{S}review/decision/", f"{T}review/decision/", Shows.DECIDING, "POST", harmful=True),
    Call(f"{S}review/retraction/", f"{T}review/retraction/", Shows.SUBMISSION, "POST", harmful=True),
    Call(f"{S}comments/", f"{T}comments/", Shows.SUBMISSION, "POST", harmful=True),
    Call(f"{S}comments/<int:number>/settlement/", f"{T}comments/1/settlement/", Shows.SUBMISSION, "POST", harmful=True),
    Call(f"{S}personal/", f"{T}personal/", Shows.SUBMISSION, proof=False),
    Call(f"{S}personal/masking/<int:number>/", f"{T}personal/masking/0/", Shows.DESCRIBING, "POST", harmful=True),
    Call(f"{S}personal/exemptions/", f"{T}personal/exemptions/", Shows.EXEMPTING, "POST", harmful=True),
    Call(
        f"{S}personal/exemptions/<int:exemption_id>/revocation/",
        f"{T}personal/exemptions/1/revocation/",
        Shows.EXEMPTING,
        "POST",
        harmful=True,
    ),
    Call(f"{S}personal/assessment/", f"{T}personal/assessment/", Shows.DESCRIBING, "POST", harmful=True),
)
OP = f"{W}operations/"
OPERATION = (
    *(
        Call(f"{OP}{end}", f"{OP}{end}", Shows.OPERATING)
        for end in (
            *("", "jobs/", "alerts/", "mails/", "incidents/", "queries/", "storage/", "punctuality/", "links/"),
            "retention/",
        )
    ),
    Call(f"{OP}jobs/<slug:job_id>/retry/", f"{OP}jobs/none/retry/", Shows.OPERATING, "POST", opened=GONE),
    Call(f"{OP}alerts/test/", f"{OP}alerts/test/", Shows.OPERATING, "POST", harmful=True),
    Call(f"{OP}alerts/messages/<slug:message_id>/", f"{OP}alerts/messages/none/", Shows.OPERATING, "POST", opened=GONE),
    Call(f"{OP}mails/<slug:mail_id>/", f"{OP}mails/none/", Shows.OPERATING, "POST", opened=GONE),
    Call(f"{OP}incidents/<slug:incident_id>/", f"{OP}incidents/none/", Shows.OPERATING, opened=GONE),
    Call(f"{W}audit/", f"{W}audit/", Shows.AUDITING),
    Call(f"{W}audit/verification/", f"{W}audit/verification/", Shows.AUDITING, "POST"),
)
PROCESSES = (*PUBLIC, *OWN, *FIGURES, *SUBSCRIBED, *OFFICES, *REVIEWS, *OPERATION)
