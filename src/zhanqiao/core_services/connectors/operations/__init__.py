"""Changes of connectors: registering, running, what is in quarantine."""

from __future__ import annotations

from zhanqiao.core_services.connectors.operations.drafting import (
    Source,
    begin_draft,
    discard_draft,
    draft_of_connector,
    revise_draft,
)
from zhanqiao.core_services.connectors.operations.finishing import (
    Manner,
    RemovalReasonError,
    finish_draft,
    remove_connector,
)
from zhanqiao.core_services.connectors.operations.locking import ConnectorBusyError
from zhanqiao.core_services.connectors.operations.places import PlaceRefusedError
from zhanqiao.core_services.connectors.operations.registering import (
    ConnectorKeyTakenError,
    ConnectorPausedError,
    ask_for_run,
    pause_connector,
    register_connector,
    resume_connector,
)
from zhanqiao.core_services.connectors.operations.replaying import (
    MasksChangedError,
    RowSettledError,
    correct_row,
    drop_row,
    replay_run,
)
from zhanqiao.core_services.connectors.operations.running import run_connector
from zhanqiao.core_services.connectors.operations.secrets import SecretLostError
from zhanqiao.core_services.connectors.operations.taking import MisfitsRefusedError, TooManyMisfitsError
from zhanqiao.core_services.connectors.operations.trying import (
    LATE,
    TRY_SECONDS,
    end_broken_tries,
    try_draft,
    trying,
    waiting_drafts,
)
from zhanqiao.core_services.connectors.operations.waiting import Waiting, run_waiting, waiting_runs

__all__ = [
    "LATE",
    "TRY_SECONDS",
    "ConnectorBusyError",
    "ConnectorKeyTakenError",
    "ConnectorPausedError",
    "Manner",
    "MasksChangedError",
    "MisfitsRefusedError",
    "PlaceRefusedError",
    "RemovalReasonError",
    "RowSettledError",
    "SecretLostError",
    "Source",
    "TooManyMisfitsError",
    "Waiting",
    "ask_for_run",
    "begin_draft",
    "correct_row",
    "discard_draft",
    "draft_of_connector",
    "drop_row",
    "end_broken_tries",
    "finish_draft",
    "pause_connector",
    "register_connector",
    "remove_connector",
    "replay_run",
    "resume_connector",
    "revise_draft",
    "run_connector",
    "run_waiting",
    "try_draft",
    "trying",
    "waiting_drafts",
    "waiting_runs",
]
