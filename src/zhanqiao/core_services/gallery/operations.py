"""Changes to the gallery. Whoever calls has asked ``people.access`` whether ``by`` may."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max, Q

from zhanqiao.core_services.dashboards.queries import dashboard_card
from zhanqiao.core_services.data_requests.operations import require_nothing_personal
from zhanqiao.core_services.gallery.events import AppMoved, app_moved
from zhanqiao.core_services.gallery.models import CHANGES, AppDataset, AppPicture, AppStep, AppVersion, ShowcasedApp
from zhanqiao.core_services.gallery.rules import (
    HANDED_IN_A_DAY,
    LONGEST_REASON,
    WAITING_AT_MOST,
    AppKnownError,
    AppStepError,
    AppWords,
    OwnAppError,
    ReasonMissingError,
    State,
    TooManyAppsError,
    checked,
    not_found_here,
    own_page,
)
from zhanqiao.data_center.catalogue.queries import dataset_card
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.pictures import keep_picture, made_anew
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import visible_states
from zhanqiao.people.audit.operations import record
from zhanqiao.people.notices.operations import tell

KIND = "shown_app"
ACCEPTED = Text("您的应用“{name}”已通过审核并公开", "Your app '{name}' was accepted and is public")
RETURNED = Text("您的应用“{name}”已退回，理由：{reason}", "Your app '{name}' was sent back: {reason}")
TAKEN_DOWN = Text("您的应用“{name}”已下架，理由：{reason}", "Your app '{name}' was taken down: {reason}")
FIELDS = (
    "name_zh",
    "name_en",
    "about_zh",
    "about_en",
    "address",
    "maker",
    "kind",
    "source",
    "licence",
)
SHOWN = 200  # letters of a reason in a notice


@transaction.atomic
def hand_in(*, words: AppWords, by: str, at: datetime) -> str:
    """Hand in an app, which waits for the data authority; return its id.

    Raises AppRefusedError, PersonalTextError, TooManyAppsError, AppKnownError, PictureRefusedError.
    """
    said = _fit(words, at)
    _require_few(by, at)
    _require_new(said, by, app_id="")
    app = ShowcasedApp.objects.create(account_id=by, made_at=at)
    _add(app, said, by=by, at=at)
    return app.id


@transaction.atomic
def hand_in_again(*, app_id: str, words: AppWords, by: str, at: datetime) -> int:
    """Hand in a new version, in the place of one that waits; what is public stays so until it is accepted. Return its number.

    Raises AppRefusedError, PersonalTextError, TooManyAppsError, AppKnownError, PictureRefusedError, NotFoundError.
    """
    said = _fit(words, at)
    app = _locked(app_id)
    _require_few(by, at, app_id=app_id)
    _require_new(said, by, app_id=app_id)
    app.versions.filter(state=State.WAITING.value).update(state=State.REPLACED.value, decided_at=at)
    return _add(app, said, by=by, at=at)


@transaction.atomic
def accept(*, app_id: str, number: int, by: str, at: datetime) -> None:
    """Make the version that waits public, in the place of the one before. Raises AppStepError, OwnAppError, AppKnownError, NotFoundError."""
    app = _locked(app_id, judge=by)
    version = _waiting(app, number)
    if AppVersion.objects.filter(address=version.address, state=State.ACCEPTED.value).exclude(app=app).exists():
        raise AppKnownError
    app.versions.filter(state=State.ACCEPTED.value).update(state=State.REPLACED.value)
    _decide(version, State.ACCEPTED, at=at)
    _tell(app, version, ACCEPTED, at=at)
    _note(app, number, "accept", by=by, at=at)


@transaction.atomic
def send_back(*, app_id: str, number: int, reason: str, by: str, at: datetime) -> None:
    """Send the version that waits back with a reason. Raises ReasonMissingError, AppStepError, OwnAppError, NotFoundError."""
    said = _reason(reason)
    app = _locked(app_id, judge=by)
    version = _waiting(app, number)
    _decide(version, State.RETURNED, reason=said, at=at)
    _tell(app, version, RETURNED, at=at)
    _note(app, number, "return", reason=said, by=by, at=at)


@transaction.atomic
def take_down(*, app_id: str, reason: str, by: str, at: datetime) -> None:
    """Take what is public down with a reason. Raises ReasonMissingError, AppStepError, OwnAppError, NotFoundError."""
    said = _reason(reason)
    app = _locked(app_id, judge=by)
    version = app.versions.filter(state=State.ACCEPTED.value).first()
    if version is None:
        raise AppStepError
    _decide(version, State.TAKEN_DOWN, reason=said, at=at)
    _tell(app, version, TAKEN_DOWN, at=at)
    _note(app, version.number, "take_down", reason=said, by=by, at=at)


@transaction.atomic
def withdraw(*, app_id: str, by: str, at: datetime) -> None:
    """Let its maker take an app out of the gallery and out of review. Raises AppStepError, NotFoundError."""
    app = _locked(app_id)
    live = app.versions.filter(state__in=[State.ACCEPTED.value, State.WAITING.value])
    newest = live.first()
    if newest is None:
        raise AppStepError
    live.update(state=State.WITHDRAWN.value, decided_at=at)
    _note(app, newest.number, "withdraw", by=by, at=at)


def _fit(words: AppWords, at: datetime) -> AppWords:
    said = checked(words=words)
    texts = {name: getattr(said, name) for name in ("name_zh", "name_en", "about_zh", "about_en")}
    texts["pictures"] = "\n".join(one.alt for one in said.pictures)
    require_nothing_personal(texts={name: text for name, text in texts.items() if text}, at=at)
    _require_own_page(said.address)
    return said


def _require_own_page(address: str) -> None:
    """Raise AppRefusedError for a page of this platform that everybody cannot open."""
    kind, slug = own_page(text=address) or ("", "")
    try:
        if kind == "dashboards":
            dashboard_card(slug=slug, card=ANONYMOUS)
        elif kind:
            found = dataset_card(slug=slug, card=ANONYMOUS)
            if found.state not in visible_states(card=ANONYMOUS, department_id=found.department.id):
                raise not_found_here()
    except NotFoundError:
        raise not_found_here() from None


def _require_few(by: str, at: datetime, *, app_id: str = "") -> None:
    mine = AppVersion.objects.filter(app__account_id=by)
    waiting = mine.filter(state=State.WAITING.value).exclude(app_id=app_id).count()
    if mine.filter(handed_in_at__gt=at - timedelta(days=1)).count() >= HANDED_IN_A_DAY or waiting >= WAITING_AT_MOST:
        raise TooManyAppsError(most=HANDED_IN_A_DAY, waiting=WAITING_AT_MOST)


def _require_new(words: AppWords, by: str, *, app_id: str) -> None:
    same = AppVersion.objects.filter(address=words.address).exclude(app_id=app_id)
    if same.filter(Q(state=State.ACCEPTED.value) | Q(state=State.WAITING.value, app__account_id=by)).exists():
        raise AppKnownError


def _add(app: ShowcasedApp, words: AppWords, /, *, by: str, at: datetime) -> int:
    number = int(app.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    said = {name: getattr(words, name) for name in FIELDS}
    version = AppVersion.objects.create(app=app, number=number, state=State.WAITING.value, handed_in_at=at, **said)
    AppDataset.objects.bulk_create(AppDataset(version=version, dataset_id=one) for one in words.datasets)
    _add_pictures(version, words)
    _note(app, number, "hand_in", by=by, at=at)
    return number


def _add_pictures(version: AppVersion, words: AppWords) -> None:
    """Take the screenshots in; one of a version before is held again, and nobody else's. Raises PictureRefusedError."""
    held = {one.digest: one for one in AppPicture.objects.filter(version__app=version.app)}
    for shot in words.pictures:
        if shot.content:
            made = made_anew(shot.content)
            keep_picture(picture=made)
            told = {"width": made.width, "height": made.height, "size": len(made.content)}
            digest = made.digest
        elif shot.digest in held:
            one, digest = held[shot.digest], shot.digest
            told = {"width": one.width, "height": one.height, "size": one.size}
        else:
            continue
        AppPicture.objects.get_or_create(version=version, digest=digest, defaults=told | {"alt": shot.alt})


def _locked(app_id: str, *, judge: str = "") -> ShowcasedApp:
    found = ShowcasedApp.objects.select_for_update().filter(pk=app_id).first()
    if found is None:
        raise NotFoundError(what=app_id)
    if judge and found.account_id == judge:
        raise OwnAppError
    return found


def _waiting(app: ShowcasedApp, number: int, /) -> AppVersion:
    found = app.versions.filter(state=State.WAITING.value, number=number).first()
    if found is None:
        raise AppStepError
    return found


def _decide(version: AppVersion, state: State, /, *, reason: str = "", at: datetime) -> None:
    version.state, version.reason, version.decided_at = state.value, reason, at
    version.save(update_fields=["state", "reason", "decided_at"])


def _reason(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST_REASON:
        raise ReasonMissingError(longest=LONGEST_REASON)
    return said


def _tell(app: ShowcasedApp, version: AppVersion, text: Text, /, *, at: datetime) -> None:
    said = text.filled(name=version.name_zh, reason=version.reason[:SHOWN])
    told = Text(said.zh, text.filled(name=version.name_en or version.name_zh, reason=version.reason[:SHOWN]).en)
    tell(account_ids=[app.account_id], kind=KIND, text=told, url=f"/applications/{app.id}/", at=at)


def _note(app: ShowcasedApp, number: int, verb: str, /, *, by: str, at: datetime, reason: str = "") -> None:
    AppStep.objects.create(app=app, number=number, verb=verb, by=by, at=at, reason=reason)
    CHANGES.changed()
    event = AppMoved(app_id=app.id, version=number, verb=verb, by=by, at=at)
    transaction.on_commit(partial(app_moved.send_robust, sender=AppMoved, event=event))
    record(by=by, action=f"{KIND}.{verb}", object_type=KIND, object_id=app.id, detail={"version": number}, at=at)
