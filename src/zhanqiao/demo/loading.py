"""Loads the demo city: departments, accounts, datasets. What is there already is left alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import connections

from zhanqiao.core_services.deadlines import queries as deadlines
from zhanqiao.core_services.deadlines.operations import import_holidays
from zhanqiao.data_center.catalogue.operations import drain_search_changes
from zhanqiao.demo.city.app import ensure_app
from zhanqiao.demo.city.applications import ensure_applications
from zhanqiao.demo.city.contest import ensure_contest
from zhanqiao.demo.city.news import ensure_news
from zhanqiao.demo.city.past_contest import ensure_past_contest
from zhanqiao.demo.city.processes import ensure_processes
from zhanqiao.demo.city.registration import ensure_departments
from zhanqiao.demo.city.society import ensure_society
from zhanqiao.demo.city.standards import bind_columns, ensure_standards
from zhanqiao.demo.entries import Entry, entries
from zhanqiao.demo.publication import Loader
from zhanqiao.demo.sources.calendar import special_days
from zhanqiao.demo.sources.packages import SourceMissingError
from zhanqiao.demo.sources.registry import files_of
from zhanqiao.demo.telling import Telling
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.access.rules import AccessCard, Role
from zhanqiao.people.accounts.operations import DemoAccount, ensure_demo_accounts
from zhanqiao.people.audit.rules import COMMAND_LINE
from zhanqiao.people.departments.queries import department_card

OFFICERS_OF = "qingdao-transport"  # the department of the demo officer and reviewer
AUTHORITY_OF = "qingdao-big-data"  # … which asks the public
LARGEST = "synthetic-business-permits"  # begun first, so that the rest goes on beside it
WORKERS = 3  # one waits for the disk or for its child process most of the time

Clock = Callable[[], datetime]


class UnknownEntryError(ZhanqiaoError):
    """The demo city has no dataset of this slug; nothing was loaded."""

    status = 404
    code = "demo-entry-unknown"
    sentence = Text(
        zh="演示城市中没有这些数据集：{names}。没有装载任何内容。全部短名：{known}。",
        en="The demo city has no such datasets: {names}. Nothing was loaded. All slugs: {known}.",
    )


@dataclass(slots=True)
class LoadReport:
    """What the loader did; ``skipped`` and ``failed`` say why, by slug."""

    departments: int = 0
    accounts: tuple[DemoAccount, ...] = ()
    published: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    skipped: dict[str, SourceMissingError] = field(default_factory=dict)
    failed: dict[str, ZhanqiaoError] = field(default_factory=dict)


def load(*, clock: Clock, telling: Telling, only: Sequence[str] = (), workers: int = WORKERS) -> LoadReport:
    """Load the demo city, or of its datasets only those with the slugs given; return what was done.

    A dataset whose source is missing is skipped, one that cannot be published is reported; both leave the
    others alone. ``clock`` dates every step; ``workers`` datasets are published at a time. Raises UnknownEntryError.
    """
    _require_known(only)
    report = LoadReport()
    report.departments = ensure_departments(by=COMMAND_LINE, at=clock())
    officers_of = department_card(key_or_code=OFFICERS_OF).id
    report.accounts = ensure_demo_accounts(at=clock(), department_id=officers_of)
    authority = next(account for account in report.accounts if account.role is Role.authority)
    card = card_of(account_id=authority.account_id)
    chosen = sorted((entry for entry in entries() if not only or entry.slug in only), key=_turn)
    with telling.showing(total=len(chosen)), tempfile.TemporaryDirectory(prefix="zhanqiao-demo-") as scratch:
        city = _City(card=card, clock=clock, telling=telling, scratch=Path(scratch), report=report)
        city.publish_all(chosen, workers=workers)
    _ensure_holidays(at=clock())
    ensure_standards(by=COMMAND_LINE, at=clock())
    bind_columns(card=card, by=COMMAND_LINE, at=clock())
    accounts = {account.role: account.account_id for account in report.accounts}
    ensure_processes(accounts=accounts, at=clock())
    ensure_applications(accounts=accounts, at=clock())
    ensure_society(accounts=accounts, department=AUTHORITY_OF, at=clock())
    ensure_contest(accounts=accounts, department=AUTHORITY_OF, at=clock())
    app_id = ensure_app(accounts=accounts, at=clock())
    ensure_past_contest(accounts=accounts, department=AUTHORITY_OF, app_id=app_id, at=clock())
    ensure_news(accounts=accounts, department=OFFICERS_OF, at=clock())
    drain_search_changes(at=clock())
    return report


def _ensure_holidays(*, at: datetime) -> None:
    try:
        days = special_days()
    except SourceMissingError:
        return  # reported with the dataset of working days, which has the same source
    if deadlines.calendar().first is None:
        import_holidays(days=days, by=COMMAND_LINE, at=at)


def _require_known(slugs: Sequence[str]) -> None:
    known = {entry.slug for entry in entries()}
    if unknown := sorted(set(slugs) - known):
        raise UnknownEntryError(names=", ".join(unknown), known=", ".join(sorted(known)))


def _turn(entry: Entry) -> tuple[bool, bool, str]:
    """The largest first, so that the others load beside it; the city's own last, so that they are the newest."""
    return entry.slug != LARGEST, entry.slug.startswith("qingdao"), entry.slug


@dataclass(frozen=True, slots=True, kw_only=True)
class _City:
    card: AccessCard
    clock: Clock
    telling: Telling
    scratch: Path
    report: LoadReport

    def publish_all(self, chosen: Sequence[Entry], *, workers: int) -> None:
        if workers == 1:
            for entry in chosen:
                self._attempt(entry)
            return
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="demo") as pool:
            under_way = [pool.submit(self._attempt_apart, entry) for entry in chosen]
            try:
                for done in under_way:
                    done.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)  # what is begun ends, the rest is left for next time
                raise

    def _attempt_apart(self, entry: Entry) -> None:
        try:
            self._attempt(entry)
        finally:
            connections.close_all()  # of this thread

    def _attempt(self, entry: Entry) -> None:
        began = self.clock()
        with self.telling.job(entry=entry) as progress:
            loader = Loader(card=self.card, clock=self.clock, progress=progress)
            try:
                releases = self._publish(entry, loader=loader)
            except SourceMissingError as error:
                self.report.skipped[entry.slug] = error
            except ZhanqiaoError as error:
                self.report.failed[entry.slug] = error
            else:
                (self.report.published if releases else self.report.present).append(entry.slug)
                if releases:
                    self.telling.published(entry=entry, seconds=(self.clock() - began).total_seconds())

    def _publish(self, entry: Entry, *, loader: Loader) -> int:
        """Publish what is missing of a dataset; return how many releases that were."""
        dataset_id, number = loader.releases_of(slug=entry.slug)
        if number and not entry.is_series:
            return 0
        into = self.scratch / entry.slug
        into.mkdir()
        files = files_of(entry=entry, into=into)[number:]
        for file in files:
            handed = loader.hand_in(entry=entry, file=file, dataset_id=dataset_id)
            dataset_id = loader.publish(entry=entry, handed=handed, dataset_id=dataset_id)
        return len(files)
