"""Shown apps as pages show them: never with whose account they are, and only with datasets that the reader may know of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q, QuerySet

from zhanqiao.core_services.gallery.models import CHANGES, AppPicture, AppStep, AppVersion, ShowcasedApp
from zhanqiao.core_services.gallery.rules import KINDS, STATES, Kind, State, own_page
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.generation import Remembered
from zhanqiao.kit.pictures import picture_path
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide, visible_states

_REMEMBERED = Remembered(generation=CHANGES)
PUBLISHED = "published"
BY_MAKER = frozenset({"hand_in", "withdraw"})
MAKER = Text("作者", "its maker")
VERBS = {
    "hand_in": Text("提交", "handed in"),
    "accept": Text("通过并公开", "accepted"),
    "return": Text("退回", "sent back"),
    "take_down": Text("下架", "taken down"),
    "withdraw": Text("撤回", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class ShotCard:
    """A screenshot with its words; sizes in pixels."""

    digest: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCard:
    """One version of an app. ``hidden`` counts datasets that the reader may not know of; ``account_id`` is for decisions alone."""

    id: str
    account_id: str
    number: int
    state: State
    name: Text
    about: Text
    address: str
    maker: str
    kind: Kind
    source: str
    licence: str
    handed_in_at: datetime
    decided_at: datetime | None
    reason: str
    datasets: tuple[DatasetCard, ...]
    hidden: int
    pictures: tuple[ShotCard, ...] = ()

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KINDS[self.kind]

    @property
    def state_text(self) -> Text:
        """Return the state in words."""
        return STATES[self.state]

    @property
    def is_open_source(self) -> bool:
        """Say whether its code can be had under an open licence, as its maker says."""
        return bool(self.source and self.licence)

    @property
    def resource(self) -> Resource:
        """Return what ``people.access`` decides about."""
        return Resource(kind="shown_app", id=self.id, account_id=self.account_id)


@dataclass(frozen=True, slots=True)
class AppLine:
    """A public app, as a dataset's page lists it."""

    id: str
    name: Text
    maker: str
    kind_text: Text


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step, without the person."""

    state: Text
    at: datetime
    office: Text
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for in the gallery."""

    words: str = ""
    theme: str = ""
    dataset_id: str = ""
    open_source: bool = False


def gallery(*, wanted: Wanted, card: AccessCard, limit: int, offset: int) -> tuple[tuple[AppCard, ...], int]:
    """Return public apps, the newest first, and how many there are. Themes are those of published datasets."""
    found = _rows().filter(state=State.ACCEPTED.value)
    for word in wanted.words.split():
        found = found.filter(
            Q(name_zh__icontains=word)
            | Q(name_en__icontains=word)
            | Q(about_zh__icontains=word)
            | Q(about_en__icontains=word)
            | Q(maker__icontains=word)
        )
    if wanted.theme:
        found = found.filter(uses__dataset__theme=wanted.theme, uses__dataset__state=PUBLISHED)
    if wanted.dataset_id:
        found = found.filter(uses__dataset_id=wanted.dataset_id)
    if wanted.open_source:
        found = found.exclude(licence="")
    found = found.distinct().order_by("-decided_at", "app_id")
    return _cards(found[offset : offset + limit], card), found.count()


def public_app(*, app_id: str, card: AccessCard) -> AppCard:
    """Return an app as it is public. Raises NotFoundError."""
    return _one(_rows().filter(app_id=app_id, state=State.ACCEPTED.value), app_id, card)


def newest_version(*, app_id: str, card: AccessCard) -> AppCard:
    """Return the newest version, whatever its state: whoever shows it asks ``people.access``. Raises NotFoundError."""
    return _one(_rows().filter(app_id=app_id).order_by("-number"), app_id, card)


def my_apps(*, account_id: str, card: AccessCard) -> tuple[AppCard, ...]:
    """Return the newest version of each app of an account, and the public one where that is another."""
    rows = _rows().filter(app__account_id=account_id).order_by("-app__made_at", "app_id", "-number")
    newest: dict[str, int] = {}
    for row in rows:
        newest.setdefault(row.app_id, row.number)
    seen = [row for row in rows if row.number == newest[row.app_id] or row.state == State.ACCEPTED.value]
    return _cards(seen, card)


def apps_in_review(*, card: AccessCard) -> tuple[AppCard, ...]:
    """Return the versions that wait, the oldest first."""
    return _cards(_rows().filter(state=State.WAITING.value).order_by("handed_in_at", "id"), card)


def steps_of(*, app_id: str) -> tuple[StepCard, ...]:
    """Return what became of an app, the oldest first, without persons."""
    office = Text(value("HOST_AGENCY_ZH"), value("HOST_AGENCY_EN"))
    return tuple(
        StepCard(VERBS[one.verb], one.at, MAKER if one.verb in BY_MAKER else office, one.reason)
        for one in AppStep.objects.filter(app_id=app_id)
    )


def picture_of(*, app_id: str, digest: str, card: AccessCard) -> Path:
    """Return the file of a screenshot: of the public version to everybody, of the newest to its maker and to who decides.

    Raises NotFoundError.
    """
    rows = AppVersion.objects.filter(app_id=app_id).select_related("app").order_by("-number")
    seen = [row for row in rows if row.state == State.ACCEPTED.value]
    if rows and _may_see_newest(rows[0], card):
        seen.append(rows[0])
    if not AppPicture.objects.filter(version__in=seen, digest=digest).exists():
        raise NotFoundError(what=digest)
    return picture_path(digest=digest)


def _may_see_newest(row: AppVersion, card: AccessCard) -> bool:
    resource = Resource(kind="shown_app", id=row.app_id, account_id=row.app.account_id)
    actions = (Action.use_my_place, Action.review_apps)
    return any(decide(card=card, action=one, resource=resource).allowed for one in actions)


def is_own(*, app_id: str, account_id: str) -> bool:
    """Say whether an account handed an app in."""
    return ShowcasedApp.objects.filter(pk=app_id, account_id=account_id).exists()


def apps_with(*, dataset_id: str) -> tuple[AppLine, ...]:
    """Return the public apps that use a dataset, by name. No query when warm."""
    return _REMEMBERED.get("by dataset", _by_dataset).get(dataset_id, ())


def public_addresses() -> tuple[tuple[str, str], ...]:
    """Return (app, address) for all that public apps lead to outside this platform: themselves and their source code."""
    rows = AppVersion.objects.filter(state=State.ACCEPTED.value).values_list("app_id", "address", "source")
    return tuple(
        (app_id, url) for app_id, *urls in rows for url in dict.fromkeys(urls) if url and not own_page(text=url)
    )


def public_pages() -> tuple[tuple[str, datetime], ...]:
    """Return (id, when its present version was accepted) of the apps that everybody may see."""
    rows = AppVersion.objects.filter(state=State.ACCEPTED.value).order_by("app_id")
    return tuple((app_id, at) for app_id, at in rows.values_list("app_id", "decided_at") if at)


def app_names(*, ids: Collection[str]) -> dict[str, Text]:
    """Return the names of those apps that are public, by id."""
    rows = AppVersion.objects.filter(app_id__in=ids, state=State.ACCEPTED.value)
    return {row.app_id: _name(row) for row in rows}


def _by_dataset() -> dict[str, tuple[AppLine, ...]]:
    found: dict[str, tuple[AppLine, ...]] = {}
    rows = AppVersion.objects.filter(state=State.ACCEPTED.value).prefetch_related("uses").order_by("name_zh", "id")
    for row in rows:
        line = AppLine(row.app_id, _name(row), row.maker, KINDS[Kind(row.kind)])
        for use in row.uses.all():
            found[use.dataset_id] = (*found.get(use.dataset_id, ()), line)
    return found


def _rows() -> QuerySet[AppVersion]:
    return AppVersion.objects.select_related("app").prefetch_related("uses", "pictures")


def _one(rows: QuerySet[AppVersion], app_id: str, card: AccessCard) -> AppCard:
    row = rows.first()
    if row is None:
        raise NotFoundError(what=app_id)
    return _cards([row], card)[0]


def _cards(rows: Sequence[AppVersion] | QuerySet[AppVersion], card: AccessCard) -> tuple[AppCard, ...]:
    ids = dict.fromkeys(use.dataset_id for row in rows for use in row.uses.all())
    known = {one.id: one for one in catalogue.dataset_cards(ids=[*ids], card=card) if _is_listed(one, card)}
    return tuple(_card(row, known) for row in rows)


def _is_listed(dataset: DatasetCard, card: AccessCard) -> bool:
    return dataset.state in visible_states(card=card, department_id=dataset.department.id)


def _card(row: AppVersion, known: dict[str, DatasetCard]) -> AppCard:
    used = [use.dataset_id for use in row.uses.all()]
    datasets = tuple(known[one] for one in used if one in known)
    return AppCard(
        id=row.app_id,
        account_id=row.app.account_id,
        number=row.number,
        state=State(row.state),
        name=_name(row),
        about=Text(row.about_zh, row.about_en or row.about_zh),
        address=row.address,
        maker=row.maker,
        kind=Kind(row.kind),
        source=row.source,
        licence=row.licence,
        handed_in_at=row.handed_in_at,
        decided_at=row.decided_at,
        reason=row.reason,
        datasets=datasets,
        hidden=len(used) - len(datasets),
        pictures=tuple(ShotCard(one.digest, one.alt, one.width, one.height) for one in row.pictures.all()),
    )


def _name(row: AppVersion) -> Text:
    return Text(row.name_zh, row.name_en or row.name_zh)
