"""Types of columns, decided by SQL over every row: evidence, then a decision, then a conversion.

Nothing here trusts a sample for a type. Samples only add a meaning (credit code, division code) to a
column that stays text anyway.
"""

from zhanqiao.data_center.storage.engine.ingest.inference.decision import Decision
from zhanqiao.data_center.storage.engine.ingest.inference.decisions import decide, decide_text
from zhanqiao.data_center.storage.engine.ingest.inference.evidence import Evidence, gather

__all__ = ["Decision", "Evidence", "decide", "decide_text", "gather"]
