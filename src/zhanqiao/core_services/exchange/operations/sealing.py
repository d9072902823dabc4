"""Sealing transfers into hash-tree batches, and time-stamping the batches; done by ``zhanqiao work``."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from zhanqiao.core_services.exchange.engine.platform_keys import (
    OUTSIDE,
    OWN,
    own_authority,
    platform_key,
    stamp_certificates,
)
from zhanqiao.core_services.exchange.models import SealedBatch, Transfer
from zhanqiao.core_services.exchange.rules.receipts import head_of, leaf_content, stamped_content
from zhanqiao.core_services.exchange.rules.trees import leaf_hash, root_of
from zhanqiao.kit.environment import value
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM

MOST = 1_000  # transfers of one batch: a proof is made from all of them
BEFORE_THE_FIRST = "0" * 64


def seal_transfers(*, at: datetime, waited: timedelta = timedelta(0)) -> int | None:
    """Seal the oldest unsealed transfers when the first has ``waited`` or they fill a batch; return the batch's number.

    None when there is nothing to seal yet. Safe beside another process that does the same.
    """
    waiting = Transfer.objects.filter(batch__isnull=True).order_by("at", "id")
    first = waiting.first()
    if first is None or (first.at > at - waited and waiting.count() < MOST):
        return None
    with transaction.atomic():
        chosen = list(waiting.select_for_update()[:MOST])
        if not chosen:
            return None
        batch = _sealed(chosen, at=at)
        for place, transfer in enumerate(chosen):
            transfer.batch, transfer.place = batch, place
        Transfer.objects.bulk_update(chosen, ["batch", "place"], batch_size=250)
        detail = {"size": batch.size, "root": batch.root}
        number = str(batch.number)
        record(by=SYSTEM, action="transfer.seal", object_type="sealed_batch", object_id=number, detail=detail, at=at)
    return batch.number


def stamp_batches(*, at: datetime) -> tuple[int, ...]:
    """Time-stamp the sealed batches that have no stamp yet; return their numbers. Raises StampError; the rest waits."""
    # Late: urllib3 and the libraries of time-stamps, which no page need wait for.
    from zhanqiao.core_services.exchange.engine.stamping import stamp_by, stamp_ourselves, stamped_at

    done = []
    for batch in SealedBatch.objects.filter(stamped_at__isnull=True).order_by("number")[:MOST]:
        content = stamped_content(head=batch.head, signature=batch.signature)
        url = str(value("TIMESTAMP_URL"))
        kind = OUTSIDE if url else OWN
        stamp = (
            stamp_by(url=url, content=content)
            if url
            else stamp_ourselves(authority=own_authority(at=at), content=content, at=at)
        )
        trusted = [one["certificate"].encode() for one in stamp_certificates() if one["kind"] == kind]
        batch.stamped_at = stamped_at(stamp=stamp, content=content, certificates=trusted)
        batch.stamp, batch.stamp_kind = stamp, kind
        batch.save(update_fields=["stamp", "stamp_kind", "stamped_at"])
        done.append(batch.number)
    return tuple(done)


def _sealed(chosen: list[Transfer], *, at: datetime) -> SealedBatch:
    last = SealedBatch.objects.order_by("-number").first()
    root = root_of(
        leaves=[leaf_hash(content=leaf_content(receipt=one.receipt, signature=one.signature)) for one in chosen]
    )
    key = platform_key()
    head = head_of(
        number=last.number + 1 if last else 1,
        size=len(chosen),
        root=root,
        previous=last.root if last else BEFORE_THE_FIRST,
        platform=key.id,
        at=at,
    )
    return SealedBatch.objects.create(
        number=head["batch"],
        size=len(chosen),
        root=root.hex(),
        head=head,
        signature=key.signature(head),
        sealed_at=at,
    )
