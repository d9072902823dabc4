"""From a draft to a connector; and a connector removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.connectors.models import Connector, ConnectorDraft
from zhanqiao.core_services.connectors.operations.drafting import draft_of, is_confined
from zhanqiao.core_services.connectors.operations.locking import alone
from zhanqiao.core_services.connectors.operations.registering import audit, locked, register_connector
from zhanqiao.core_services.connectors.rules import Description, Drift, Kind, Misfits, Mode
from zhanqiao.core_services.exchange.rules import Schedule
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class RemovalReasonError(ZhanqiaoError):
    """A connector was to be removed without a reason; nothing was changed."""

    status = 422
    code = "connector-removal-reason"
    sentence = Text(
        zh="请写明删除的理由。连接器没有删除。", en="Give the reason of the removal. The connector was not removed."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How rows of a tried source go to the table; the same words as in ``Description``."""

    key: str = ""
    mode: Mode
    columns: Mapping[str, str]
    watermark: str = ""
    drift: Drift = Drift.REFUSE
    misfits: Misfits = Misfits.QUARANTINE
    most_misfits: int = 0
    schedule: Schedule = Schedule.NEVER


def finish_draft(*, draft_id: str, manner: Manner, by: str, at: datetime) -> str:
    """Register the connector of a draft, or change the one it was made of; return its key. The draft is gone then.

    Raises what ``register_connector`` does.
    """
    with transaction.atomic():
        draft = draft_of(draft_id)
        given = _description(draft, manner)
        confined, replace = is_confined(draft), draft.connector_id is not None
        register_connector(given, replace=replace, confined=confined, by=by, at=at)
        Connector.objects.filter(key=given.key).update(secret=draft.secret, secret_set=draft.secret_set)
        draft.delete()
    return given.key


def remove_connector(*, key: str, reason: str, by: str, at: datetime) -> None:
    """Remove a connector with its runs and what waits in quarantine; rows that were taken stay in the table.

    Raises RemovalReasonError, ConnectorBusyError, NotFoundError.
    """
    if not reason.strip():
        raise RemovalReasonError
    with alone(key=key), transaction.atomic():
        connector = locked(key=key)
        detail = {
            "reason": reason.strip(),
            "kind": connector.kind,
            "table": connector.table_id,
            "runs": connector.runs.count(),
        }
        audit(connector, "connector.remove", detail, by=by, at=at)
        connector.delete()


def _description(draft: ConnectorDraft, manner: Manner) -> Description:
    return Description(
        key=draft.connector.key if draft.connector else manner.key or draft.key,
        name_zh=draft.name_zh,
        name_en=draft.name_en,
        dataset=catalogue.entry(dataset_id=draft.dataset_id).slug,
        table=draft.table_id,
        kind=Kind(draft.kind),
        mode=manner.mode,
        settings=draft.settings,
        columns=dict(manner.columns),
        watermark=manner.watermark,
        drift=manner.drift,
        misfits=manner.misfits,
        most_misfits=manner.most_misfits,
        schedule=manner.schedule,
    )
