"""1,615 answers in 98 columns with weights (FiveThirtyEight's masculinity survey, CC BY 4.0), against an outside implementation.

The figures below were worked out once with statsmodels 0.15.0: ``WLS(y, 1, weights=w).fit(cov_type="HC1")`` for share and
standard error, ``proportion_confint(p·n, n, method="wilson")`` with n = p(1-p)/se² for the interval. The publisher's own table
of results says 37 % for 'Very masculine', 46 % for 'Somewhat'.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.core_services.surveys.test_definitions import WHOLE

from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing.queries import proposed_tables, published_slug, submission_card
from zhanqiao.core_services.surveys import operations, queries
from zhanqiao.core_services.surveys.rules import Cell
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.people.access.rules import AccessCard, Role

FILE = Path(os.environ.get("ZHANQIAO_DEMO_DATA") or "/nonexistent") / "survey" / "raw-responses.csv"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.is_file(), reason="ZHANQIAO_DEMO_DATA names no folder with survey/"),
]
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
AUTHORITY = frozenset({(Role.authority, None)})
OUTSIDE = {  # question, option: base, answers, share, standard error, interval
    ("q0001", "Very masculine"): (1615, 612, 0.37194693750896335, 0.020793685222713, 0.33223017619301237, 0.41347180845190173),
    ("q0001", "Not at all masculine"): (1615, 32, 0.0471019478411002, 0.01191385062052505, 0.02869963042648198, 0.07637606587355904),
    ("q0018", "Always"): (1615, 794, 0.490303281364658, 0.021786433915133175, 0.44782776065666, 0.5329192739777506),
    ("q0004", "Father or father figure(s)"): (1615, 1109, 0.635419327899742, 0.02214340037283654, 0.591088453517022, 0.6775658406894787),
    ("q0010", "Men are taken more seriously"): (880, 208, 0.2297446224711736, 0.024253076513768713, 0.18579466376460296, 0.2805092348938879),
}  # fmt: skip


def imported(department: str) -> str:
    empty = WHOLE | {"questions": [], "quotas": []}
    made = operations.draw_up(department=department, document=empty, by="officer", at=AT)
    taken = operations.import_answers(
        survey_id=made, content=FILE.read_bytes(), weight_column="weight", by="officer", at=AT
    )
    assert (taken.answers, taken.questions, taken.left_out) == (1615, 35, ("StartDate", "EndDate"))
    return made


def test_weighted_results_agree_with_an_outside_implementation(department: str) -> None:
    made = imported(department)
    tables = {table.question.key: table for table in queries.result_tables(survey_id=made)}
    kinds = {key: tables[key].question.kind.value for key in ("q0001", "q0004", "q0007")}
    assert kinds == {"q0001": "single", "q0004": "multiple", "q0007": "matrix"}
    for (key, text), figures in OUTSIDE.items():
        (line,) = tables[key].lines
        (cell,) = (one for one in line.cells if one.option.text.en == text)
        assert _figures(line.base, cell) == pytest.approx(figures, rel=1e-9)


def test_results_become_a_dataset_whose_rows_are_the_figures(department: str) -> None:
    made = imported(department)
    operations.close_survey(survey_id=made, by="officer", at=AT)
    operations.publish_results(survey_id=made, by="officer", at=AT)
    handed = operations.hand_over_results(survey_id=made, by="officer", at=AT)
    assert published_slug(submission_id=handed) == ""
    publishing.understand_submission(submission_id=handed, by="officer", at=AT, clock=lambda: AT)
    card = submission_card(submission_id=handed, card=AccessCard(account_id="officer", roles=AUTHORITY))
    entry = DatasetEntry(slug="survey-results", title_zh="调查结果", department=department)
    publishing.describe(submission_id=handed, entry=entry, tables=proposed_tables(submission=card), by="officer", at=AT)
    result = publishing.publish(submission_id=handed, by="officer", at=AT, clock=lambda: AT)
    assert (result or {})["slug"] == published_slug(submission_id=handed) == "survey-results"
    table = storage.table_card(table_id=(result or {})["tables"][0])
    where = "question = 'q0001' and option_en = 'Very masculine'"
    found = storage.rows(card=table, query=storage.parsed(card=table, params={"where": where}))
    (row,) = (dict(zip([field.name for field in table.fields], one, strict=True)) for one in found.rows)
    told = {name: row[name] for name in ("base", "answers", "weighted_share", "low_95", "high_95", "hidden")}
    assert (table.rows, told) == (
        290,
        {
            "base": 1615,
            "answers": 612,
            "weighted_share": 0.371947,
            "low_95": 0.33223,
            "high_95": 0.413472,
            "hidden": False,
        },
    )


def _figures(base: int | None, cell: Cell) -> tuple[float | None, ...]:
    assert cell.share is not None
    return (base, cell.count, cell.share.value, cell.share.error, cell.share.low, cell.share.high)
