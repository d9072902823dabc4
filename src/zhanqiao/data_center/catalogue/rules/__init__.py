"""Decisions of the catalogue: code lists, the valid entry, states, freshness. No Django, no clock."""

from __future__ import annotations

from zhanqiao.data_center.catalogue.rules.codes import (
    FORMAT_CATEGORIES,
    LEVELS,
    LICENCES,
    OPEN_TYPES,
    RESOURCE_CLASSES,
    SCENES,
    SHARE_TYPES,
    SHARE_WAYS,
    STATES,
    THEMES,
    UNSTATED,
    UPDATE_CYCLES,
    Code,
    CodeList,
)
from zhanqiao.data_center.catalogue.rules.entry import (
    DatasetEntry,
    EntryInvalidError,
    Problem,
    problems,
    require_valid,
)
from zhanqiao.data_center.catalogue.rules.freshness import Freshness, due_at, freshness
from zhanqiao.data_center.catalogue.rules.lineage import (
    OPENNESS,
    MoreOpenError,
    SourceOpenness,
    require_no_more_open,
    strictest,
)
from zhanqiao.data_center.catalogue.rules.origins import Origin, OriginLink
from zhanqiao.data_center.catalogue.rules.states import ReasonMissingError, State, StateStepError, require_step
from zhanqiao.data_center.catalogue.rules.template import TEMPLATE_REASON

__all__ = [
    "FORMAT_CATEGORIES",
    "LEVELS",
    "LICENCES",
    "OPENNESS",
    "OPEN_TYPES",
    "RESOURCE_CLASSES",
    "SCENES",
    "SHARE_TYPES",
    "SHARE_WAYS",
    "STATES",
    "TEMPLATE_REASON",
    "THEMES",
    "UNSTATED",
    "UPDATE_CYCLES",
    "Code",
    "CodeList",
    "DatasetEntry",
    "EntryInvalidError",
    "Freshness",
    "MoreOpenError",
    "Origin",
    "OriginLink",
    "Problem",
    "ReasonMissingError",
    "SourceOpenness",
    "State",
    "StateStepError",
    "due_at",
    "freshness",
    "problems",
    "require_no_more_open",
    "require_step",
    "require_valid",
    "strictest",
]
