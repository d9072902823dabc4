"""What a comparison may say, and the states of a discrepancy."""

from __future__ import annotations

from zhanqiao.core_services.analysis.rules.cells import LONGEST, Side, proposal, source_side
from zhanqiao.core_services.analysis.rules.definitions import (
    Authority,
    ComparisonInvalidError,
    Definition,
    FieldRuleSaid,
    MatchColumnSaid,
    Schedule,
    definition_of,
)
from zhanqiao.core_services.analysis.rules.proposing import (
    AUTHORITY_TEXTS,
    HOW_TEXTS,
    KIND_TEXTS,
    METHOD_TEXTS,
    SCHEDULE_TEXTS,
    proposed_matches,
    proposed_rules,
)
from zhanqiao.core_services.analysis.rules.states import (
    KINDS,
    OUTCOMES,
    STATES,
    UNSETTLED,
    DifferenceKind,
    DiscrepancyState,
    DiscrepancyStateError,
    Outcome,
    require_move,
    require_with_source,
)
from zhanqiao.core_services.analysis.rules.telling import said_of, toml_of

__all__ = [
    "AUTHORITY_TEXTS",
    "HOW_TEXTS",
    "KINDS",
    "KIND_TEXTS",
    "LONGEST",
    "METHOD_TEXTS",
    "OUTCOMES",
    "SCHEDULE_TEXTS",
    "STATES",
    "UNSETTLED",
    "Authority",
    "ComparisonInvalidError",
    "Definition",
    "DifferenceKind",
    "DiscrepancyState",
    "DiscrepancyStateError",
    "FieldRuleSaid",
    "MatchColumnSaid",
    "Outcome",
    "Schedule",
    "Side",
    "definition_of",
    "proposal",
    "proposed_matches",
    "proposed_rules",
    "require_move",
    "require_with_source",
    "said_of",
    "source_side",
    "toml_of",
]
