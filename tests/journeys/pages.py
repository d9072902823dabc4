"""The pages of the product, each once: what the contact sheet photographs and what axe looks at in every form.

``{dataset}``, ``{own}`` (a dataset of the officer's department) and ``{department}`` stand for something that the site at hand holds.
"""

from __future__ import annotations

from dataclasses import dataclass

DATASET = "/datasets/{dataset}/"


@dataclass(frozen=True)
class Shown:
    """A page by name and path; ``account`` signs in before, empty for a visitor."""

    name: str
    path: str
    account: str = ""


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
