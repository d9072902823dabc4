"""What the workbench's pages show, gathered from the doors below."""

from __future__ import annotations

from zhanqiao.portal.workbench.queries.changes import change_page, changes_page
from zhanqiao.portal.workbench.queries.comparing import (
    comparison_draft_page,
    comparison_steps,
    definition_begun,
    definition_choices,
    definition_page,
    departments_comparing,
    owned_comparison,
    tables_page,
)
from zhanqiao.portal.workbench.queries.comparisons import comparison_page, discrepancy_page
from zhanqiao.portal.workbench.queries.connectors import (
    connector_page,
    connector_run_page,
    connectors_page,
    permitted_connector,
)
from zhanqiao.portal.workbench.queries.corrections import correction_page, corrections_page
from zhanqiao.portal.workbench.queries.datasets import dataset_page, datasets_page
from zhanqiao.portal.workbench.queries.derived import (
    derived_departments,
    derived_entry,
    derived_existing,
    derived_new_page,
    derived_page,
    derived_tables_page,
    permitted_derived,
)
from zhanqiao.portal.workbench.queries.drafts import (
    connector_steps,
    draft_page,
    kind_of,
    kinds_page,
    manner_of_draft,
    permitted_draft,
    source_page,
    tables_for,
)
from zhanqiao.portal.workbench.queries.gathering import (
    current_step,
    datasets_of,
    departments_of,
    previews,
    steps,
    submissions_of,
)
from zhanqiao.portal.workbench.queries.harvests import harvest_run_page, harvest_source_page, harvests_page
from zhanqiao.portal.workbench.queries.places import places
from zhanqiao.portal.workbench.queries.progress import amounts
from zhanqiao.portal.workbench.queries.report import report_tables
from zhanqiao.portal.workbench.queries.returns import permitted_return, returns_page
from zhanqiao.portal.workbench.queries.reviews import clocks, comment_places, review_page, waiting
from zhanqiao.portal.workbench.queries.transfers import receipt_of, transfers_page

__all__ = [
    "amounts",
    "change_page",
    "changes_page",
    "clocks",
    "comment_places",
    "comparison_draft_page",
    "comparison_page",
    "comparison_steps",
    "connector_page",
    "connector_run_page",
    "connector_steps",
    "connectors_page",
    "correction_page",
    "corrections_page",
    "current_step",
    "dataset_page",
    "datasets_of",
    "datasets_page",
    "definition_begun",
    "definition_choices",
    "definition_page",
    "departments_comparing",
    "departments_of",
    "derived_departments",
    "derived_entry",
    "derived_existing",
    "derived_new_page",
    "derived_page",
    "derived_tables_page",
    "discrepancy_page",
    "draft_page",
    "harvest_run_page",
    "harvest_source_page",
    "harvests_page",
    "kind_of",
    "kinds_page",
    "manner_of_draft",
    "owned_comparison",
    "permitted_connector",
    "permitted_derived",
    "permitted_draft",
    "permitted_return",
    "places",
    "previews",
    "receipt_of",
    "report_tables",
    "returns_page",
    "review_page",
    "source_page",
    "steps",
    "submissions_of",
    "tables_for",
    "tables_page",
    "transfers_page",
    "waiting",
]
