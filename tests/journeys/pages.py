"""The pages of the product, each once: what the contact sheet photographs and what axe looks at in every form.

``{dataset}``, ``{own}`` (a dataset of the officer's department) and ``{department}`` stand for something that the site at hand holds.
"""

from __future__ import annotations

from dataclasses import dataclass

DATASET = "/datasets/{dataset}/"
OWN = "china-airports"  # a dataset of the demo officer's department
SHEETS = ("use", "searches", "punctuality", "quality", "answers", "departments", "districts", "plan")


@dataclass(frozen=True)
class Shown:
    """A page by name and path; ``account`` signs in before, empty for a visitor.

    ``first`` makes it the page of one thing: the first link within the page at ``path`` that this pattern matches.
    """

    name: str
    path: str
    account: str = ""
    first: str = ""


PUBLIC = (
    Shown("home", "/"),
    Shown("catalogue", "/datasets/"),
    Shown("catalogue-found", "/datasets/?q=%E9%9D%92%E5%B2%9B"),
    Shown("catalogue-nothing", "/datasets/?q=zzzzzz"),
    Shown("values", "/datasets/values/?q=370202"),
    Shown("dataset", DATASET),
    Shown("dataset-data", f"{DATASET}data/"),
    Shown("dataset-scrolled", f"{DATASET}data/?at=2"),
    Shown("dataset-row", f"{DATASET}data/?row=3"),
    Shown("dataset-questions", f"{DATASET}questions/"),
    Shown("embedded-chart", "/embed/charts/{dataset}/"),
    Shown("dataset-chart", f"{DATASET}chart/"),
    Shown("dataset-pivot", f"{DATASET}pivot/"),
    Shown("dataset-map", f"{DATASET}map/"),
    Shown("dataset-joins", f"{DATASET}joins/"),
    Shown("dataset-conversation", f"{DATASET}conversation/"),
    Shown("dataset-api", f"{DATASET}api/"),
    Shown("dataset-releases", f"{DATASET}releases/"),
    Shown("dataset-changes", f"{DATASET}changes/"),
    Shown("dataset-quality", f"{DATASET}quality/"),
    Shown("dataset-related", f"{DATASET}related/"),
    Shown("dataset-downloads", f"{DATASET}downloads/"),
    Shown("dataset-corrections", f"{DATASET}corrections/"),
    Shown("themes", "/themes/"),
    Shown("departments", "/departments/"),
    Shown("department", "/departments/{department}/"),
    Shown("standards", "/standards/"),
    Shown("map", "/map/"),
    Shown("map-place", "/map/?place=%E5%B4%82%E5%B1%B1%E5%8C%BA%E6%B2%99%E5%AD%90%E5%8F%A3%E8%A1%97%E9%81%93"),
    Shown("dashboards", "/dashboards/"),
    Shown("districts", "/districts/"),
    Shown("interaction", "/interaction/"),
    Shown("surveys", "/surveys/"),
    Shown("consultations", "/consultations/"),
    Shown("news", "/news/"),
    Shown("contests", "/contests/"),
    Shown("suggestions", "/suggestions/"),
    Shown("apps", "/applications/"),
    Shown("statistics", "/statistics/"),
    Shown("self-assessment", "/statistics/self-assessment/"),
    Shown("developers", "/developers/"),
    Shown("sql", "/developers/sql/"),
    Shown("sql-answer", "/developers/sql/?sql=select+*+from+%22{dataset}%22+limit+30"),
    Shown("requests", "/requests/"),
    Shown("requests-results", "/requests/results/"),
    Shown("requests-answering", "/requests/answering/"),
    Shown("status", "/status/"),
    Shown("login", "/login/"),
    Shown("gallery", "/ui/"),
)
MINE = tuple(
    Shown(name, path, "citizen")
    for name, path in (
        ("my", "/my/"),
        ("my-notices", "/my/notices/"),
        ("my-mail", "/my/mail/"),
        ("my-keys", "/my/keys/"),
        ("my-password", "/my/password/"),
        ("my-applications", "/my/applications/"),
        ("my-subscriptions", "/my/subscriptions/"),
        ("my-webhooks", "/my/subscriptions/webhooks/"),
        ("my-views", "/my/views/"),
        ("my-dashboards", "/dashboards/mine/"),
        ("dashboard-new", "/dashboards/new/"),
        ("suggestion-new", "/suggestions/new/"),
        ("my-apps", "/applications/mine/"),
        ("app-new", "/applications/new/"),
        ("request-new", "/requests/new/"),
        ("correction-new", f"{DATASET}corrections/new/"),
    )
)
OFFICE = tuple(
    Shown(name, path, "officer")
    for name, path in (
        ("workbench", "/workbench/"),
        ("workbench-upload", "/workbench/upload/"),
        ("workbench-catalogue", "/workbench/catalogue/"),
        ("workbench-datasets", "/workbench/datasets/"),
        ("workbench-dataset", "/workbench/datasets/{own}/"),
        ("workbench-changes", "/workbench/changes/"),
        ("workbench-requests", "/workbench/requests/"),
        ("workbench-sharing", "/workbench/requests/sharing/new/"),
        ("workbench-corrections", "/workbench/corrections/"),
        ("workbench-comparisons", "/workbench/comparisons/"),
        ("workbench-comparison-new", "/workbench/comparisons/new/"),
        ("workbench-connectors", "/workbench/connectors/"),
        ("workbench-connector-new", "/workbench/connectors/new/"),
        ("workbench-derived", "/workbench/derived/"),
        ("workbench-remarks", "/workbench/remarks/"),
        ("workbench-surveys", "/workbench/surveys/"),
        ("workbench-survey-new", "/workbench/surveys/new/"),
        ("workbench-consultations", "/workbench/consultations/"),
        ("workbench-consultation-new", "/workbench/consultations/new/"),
        ("workbench-news", "/workbench/news/"),
        ("workbench-article-new", "/workbench/news/new/?kind=interview"),
        ("workbench-plan", "/statistics/plan/writing/"),
        ("workbench-transfers", "/workbench/transfers/"),
        ("workbench-returns", "/workbench/returns/"),
    )
)
CITY = (
    Shown("workbench-harvest", "/workbench/harvest/", "authority"),
    Shown("workbench-dashboards", "/workbench/dashboards/", "authority"),
    Shown("workbench-contests", "/workbench/contests/", "authority"),
    Shown("workbench-contest-new", "/workbench/contests/new/", "authority"),
    Shown("workbench-apps", "/workbench/applications/", "authority"),
)
OPERATIONS = tuple(
    Shown(f"operations-{name}" if name else "operations", f"/workbench/operations/{name and name + '/'}", "operator")
    for name in ("", "jobs", "alerts", "mails", "incidents", "queries", "storage", "punctuality", "links", "retention")
)
AUDIT = (Shown("audit", "/workbench/audit/", "audit_admin"),)
PAGES = (*PUBLIC, *MINE, *OFFICE, *CITY, *OPERATIONS, *AUDIT)
ITEMS = (  # of things that the demo city holds and others need not
    Shown("dashboard", "/dashboards/", first=r"/dashboards/parking[^/]*/"),
    Shown("story", "/dashboards/", first=r"/dashboards/three-years[^/]*/"),
    Shown("district", "/districts/", first=r"/districts/\d+/"),
    Shown("survey", "/surveys/", first=r"/surveys/srv_\w+/"),
    Shown("consultation", "/consultations/", first=r"/consultations/cns_\w+/"),
    Shown("article", "/news/", first=r"/news/art_\w+/"),
    Shown("interview", "/news/?kind=interview", first=r"/news/art_\w+/"),
    Shown("contest", "/contests/", first=r"/contests/ctt_\w+/"),
    Shown("app", "/applications/", first=r"/applications/app_\w+/"),
    Shown("request", "/requests/", first=r"/requests/opn_\w+/"),
    Shown("dataset-conditional", "/datasets/synthetic-parking-visits/"),
    Shown("dataset-conditional-data", "/datasets/synthetic-parking-visits/data/"),
    Shown("dataset-conditional-apply", "/datasets/synthetic-parking-visits/application/", "citizen"),
    Shown("my-application", "/my/applications/", "citizen", first=r"/my/applications/\w+/"),
    Shown("workbench-application", "/workbench/requests/", "reviewer", first=r"/workbench/requests/application/\w+/"),
    Shown("workbench-submission", "/workbench/", "officer", first=r"/workbench/submissions/\w+/"),
    Shown("correction", f"/datasets/{OWN}/corrections/", first=r"/corrections/cor_\w+/"),
    Shown("element", "/standards/", first=r"/standards/elements/[^/]+/"),
    Shown("code-list", "/standards/", first=r"/standards/codes/[^/]+/"),
    *(Shown(f"statistics-{key}", f"/statistics/{key}/") for key in SHEETS),
    Shown("dashboard-edit", "/dashboards/mine/", "citizen", first=r"/dashboards/parking[^/]*/edit/"),
    Shown("dashboard-versions", "/dashboards/parking-of-the-city/versions/", "citizen"),
    Shown("workbench-change", "/workbench/changes/", "reviewer", first=r"/workbench/changes/\w+/"),
    Shown("workbench-correction", "/workbench/corrections/", "officer", first=r"/workbench/corrections/\w+/"),
    Shown("workbench-request", "/workbench/requests/", "authority", first=r"/workbench/requests/\w+/(\w+/)?"),
    Shown("workbench-survey", "/workbench/surveys/", "authority", first=r"/workbench/surveys/srv_\w+/"),
    Shown("workbench-article", "/workbench/news/", "authority", first=r"/workbench/news/art_\w+/"),
    Shown("workbench-contest", "/workbench/contests/", "authority", first=r"/workbench/contests/ctt_\w+/"),
)
