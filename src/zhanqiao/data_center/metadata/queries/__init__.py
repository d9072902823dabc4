"""Questions about dictionaries, data elements and code lists."""

from __future__ import annotations

from zhanqiao.data_center.metadata.queries.conformance import ColumnConformance, conformance, conformance_to
from zhanqiao.data_center.metadata.queries.dictionaries import (
    ColumnCard,
    DictionaryVersionCard,
    dictionary,
    versions,
    words_of,
)
from zhanqiao.data_center.metadata.queries.standards import (
    CodeListCard,
    ElementCard,
    StepCard,
    Use,
    code_list,
    code_lists,
    element,
    elements,
    steps_of,
    suggested_elements,
    uses_of,
)

__all__ = [
    "CodeListCard",
    "ColumnCard",
    "ColumnConformance",
    "DictionaryVersionCard",
    "ElementCard",
    "StepCard",
    "Use",
    "code_list",
    "code_lists",
    "conformance",
    "conformance_to",
    "dictionary",
    "element",
    "elements",
    "steps_of",
    "suggested_elements",
    "uses_of",
    "versions",
    "words_of",
]
