"""Publishes and indexes in a child process, kills it at a random moment, heals, and looks; run by ``test_crash``.

``python -m tests.core_services.publishing.crash_rounds ROUNDS SEED`` works on ``ZHANQIAO_HOME`` and prints one JSON
object: what was acknowledged, and every fault found. Children are forked from a process that has everything imported
and nothing opened, so that a round takes seconds.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import django

from zhanqiao.kit.progress import Step

SLUG = "crash"
STAGES = ("receive", "infer", "write", "personal", "store", "index", "parquet", "commit", "commit", "search", "search")
LONGEST_WAIT = 30.0  # seconds until the stage is reached, else the kill comes anyway
LONGEST_LIFE = 0.6  # seconds between the stage and the kill, at most
Faults = list[str]


def main(arguments: list[str]) -> int:
    """Run the rounds and print what was found."""
    rounds, seed = int(arguments[0]), int(arguments[1])
    django.setup()
    chance = random.Random(seed)
    run_in_child(prepared)
    faults: Faults = []
    for number in range(rounds):
        (home() / "stage").unlink(missing_ok=True)
        publisher = started(lambda start=number: publish_for_ever(start))  # type: ignore[misc]  # bound at once
        wait_for(stage=chance.choice(STAGES), publications=chance.choice((0, 0, 1)))
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        os.kill(publisher, signal.SIGKILL)
        _, status = os.waitpid(publisher, 0)
        if not os.WIFSIGNALED(status):
            faults.append("the publisher ended by itself, see standard error")
        faults += run_in_child(checked)
    told = {"acknowledged": len(acknowledged()), "faults": faults, "rounds": rounds}
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0


def wait_for(*, stage: str, publications: int) -> None:
    """Wait until the publisher reaches a stage, after some whole publications of this round."""
    before, until = len(acknowledged()), time.monotonic() + LONGEST_WAIT
    while time.monotonic() < until:
        reached = (home() / "stage").read_text(encoding="utf-8") if (home() / "stage").exists() else ""
        if reached == stage and len(acknowledged()) >= before + publications:
            return
        time.sleep(0.002)


def tell_stage(step: Step) -> None:
    """Let the killer know where the work is."""
    (home() / "stage").write_text(step.stage, encoding="utf-8")


def prepared() -> Faults:
    """Make the database and the department."""
    from django.core.management import call_command  # needs Django
    from tests.seeding import register_department

    call_command("migrate", verbosity=0)
    register_department()
    return []


def publish_for_ever(start: int) -> None:
    """Publish one file after the other and note each release when it was acknowledged."""
    from tests.seeding import DEPARTMENT  # needs Django, as do those below

    from zhanqiao.core_services.publishing.operations import publish_file
    from zhanqiao.data_center.catalogue.operations import drain_search_changes
    from zhanqiao.data_center.storage.rules import Mode
    from zhanqiao.kit.clock import now

    path = home() / "行.csv"
    for turn in range(start * 1000, start * 1000 + 1000):
        rows = 10 + turn % 7
        path.write_text("编号,内容\n" + "".join(f"{n:06d},第{turn}次\n" for n in range(rows)), encoding="gb18030")
        made = publish_file(
            path=path,
            slug=SLUG,
            title=f"崩溃试验{turn}",
            department=DEPARTMENT,
            by="tests",
            at=now(),
            clock=now,
            mode=Mode.APPEND if turn % 2 else Mode.REPLACE,
            progress=tell_stage,
        )
        note({"release": made["releases"][0], "added": rows})
        tell_stage(Step("search", 0))
        drain_search_changes(at=now())


def checked() -> Faults:
    """Look as a reader before healing, heal, take interrupted work up again, and look once more."""
    from zhanqiao.core_services.publishing import operations  # needs Django, as do those below
    from zhanqiao.data_center.storage import operations as storage
    from zhanqiao.kit.clock import now

    faults = seen("before healing")
    if storage.heal(at=now()) is None:
        faults.append("a lock outlived its process")
    faults += on_disk("after healing")
    for submission_id in operations.resume_interrupted(at=now()):
        finish(submission_id)
    return faults + seen("after resuming") + on_disk("after resuming") + left_over() + not_found()


def seen(when: str) -> Faults:
    """Compare every visible release with its rows, and with what was acknowledged."""
    from zhanqiao.data_center.storage import queries  # needs Django

    faults: Faults = []
    known: dict[object, queries.ReleaseCard] = {}
    for table_id in tables():
        cards = queries.release_cards(table_id=table_id)
        known |= {card.id: card for card in cards}
        for card in cards:
            table = queries.card_as_of(table_id=table_id, as_of_text=card.id)
            total = queries.rows(card=table, query=queries.parsed(card=table, params={"count": "exact"})).total
            if total != card.rows:
                faults.append(f"{when}: {card.id} says {card.rows} rows and has {total}")
        if cards and not cards[0].is_current:
            faults.append(f"{when}: the newest release of {table_id} is not the current one")
    lost = [one for one in acknowledged() if one["release"] not in known]
    wrong = [one for one in acknowledged() if one not in lost and known[one["release"]].rows_added != one["added"]]
    return faults + [f"{when}: lost {one}" for one in lost] + [f"{when}: wrong rows in {one}" for one in wrong]


def on_disk(when: str) -> Faults:
    """Compare the release folders with the acknowledged releases."""
    from zhanqiao.data_center.storage import queries  # needs Django

    faults = []
    for table_id in tables():
        folder = queries.warehouse().table_folder(table_id=table_id)
        there = {path.name for path in folder.iterdir() if path.name != ".lock"} if folder.exists() else set()
        wanted = {card.id for card in queries.release_cards(table_id=table_id)}
        if there != wanted:
            faults.append(f"{when}: {table_id} has {sorted(there ^ wanted)} too much or too little")
    return faults


def left_over() -> Faults:
    """Find submissions that still run, and a broken audit chain."""
    from zhanqiao.core_services.publishing.models import Submission  # needs Django, as does the audit
    from zhanqiao.core_services.publishing.rules import RUNNING
    from zhanqiao.people.audit.queries import verify

    stuck = Submission.objects.filter(state__in=[state.value for state in RUNNING]).values_list("id", "state")
    return [f"stuck: {one}" for one in stuck] + ([] if verify().is_whole else ["the audit chain is broken"])


def not_found() -> Faults:
    """Let the index writer catch up, and compare what a visitor finds with the catalogue."""
    from zhanqiao.data_center.catalogue import operations, queries  # needs Django, as do those below
    from zhanqiao.data_center.catalogue.models import Dataset
    from zhanqiao.kit.clock import now
    from zhanqiao.people.access.queries import ANONYMOUS

    operations.drain_search_changes(at=now())
    ids = list(Dataset.objects.values_list("id", flat=True))
    there = [card.title.zh for card in queries.dataset_cards(ids=ids, card=ANONYMOUS)]
    found = [hit.dataset.title_zh for hit in queries.search(text="崩溃试验", card=ANONYMOUS).hits]
    return [] if sorted(found) == sorted(there) else [f"search finds {found}, the catalogue has {there}"]


def finish(submission_id: str) -> None:
    """Do what a worker does with a submission that was interrupted."""
    from zhanqiao.core_services.publishing import tasks  # needs Django, as do those below
    from zhanqiao.core_services.publishing.models import Submission

    state = Submission.objects.get(pk=submission_id).state
    chosen = tasks.publish if state == "publishing" else tasks.understand
    chosen.func(submission_id)


def tables() -> list[str]:
    """Return the ids of all tables."""
    from zhanqiao.data_center.storage.models import Table  # needs Django

    return list(Table.objects.values_list("id", flat=True))


def acknowledged() -> list[dict[str, object]]:
    """Return what publishers noted; a line cut by the kill was not acknowledged."""
    path = home() / "acknowledged.jsonl"
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    return [json.loads(line) for line in lines]


def note(what: dict[str, object]) -> None:
    """Write one line, durably."""
    with (home() / "acknowledged.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(what) + "\n")
        file.flush()
        os.fsync(file.fileno())


def home() -> Path:
    """Return the state folder."""
    return Path(os.environ["ZHANQIAO_HOME"])


def started(work: Callable[[], object]) -> int:
    """Fork a child that does the work, and return its process id."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:  # noqa: BLE001 - told on standard error, and by the exit code
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def run_in_child(work: Callable[[], Faults]) -> Faults:
    """Do the work in a child and return the faults it found; a child that fails is a fault."""
    answer = home() / "answer.json"
    answer.unlink(missing_ok=True)
    _, status = os.waitpid(started(lambda: answer.write_text(json.dumps(work()), encoding="utf-8")), 0)
    if status or not answer.exists():
        return [f"{work.__name__} failed, see standard error"]
    return list(json.loads(answer.read_text(encoding="utf-8")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
