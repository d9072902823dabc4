"""What the pages of surveys show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhanqiao.core_services.consultations import queries as consultations
from zhanqiao.core_services.consultations.rules import Phase as ConsultationPhase
from zhanqiao.core_services.data_requests import queries as requests
from zhanqiao.core_services.data_requests.rules import OpeningSort
from zhanqiao.core_services.publishing import queries as publishing
from zhanqiao.core_services.surveys import queries as surveys
from zhanqiao.core_services.surveys.queries import SurveyCard
from zhanqiao.core_services.surveys.rules import (
    GROUPING,
    LEAST,
    OTHER,
    WORDED,
    Kind,
    Option,
    Phase,
    Question,
    options_of,
)
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard, Action, decide

SECTION = {"section": "interaction"}
CROSSED = frozenset(Kind) - WORDED - {Kind.DATE, Kind.MATRIX, Kind.NUMBER}
SHOWN = 3
Said = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as a field: whether it is chosen, whether its quota is full."""

    option: Option
    chosen: bool
    is_full: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A question as fields of a form, with what was said before and what is wrong with it.

    ``condition`` says in words when it is asked; ``when`` are the question and options for the page's script.
    """

    number: int
    question: Question
    choices: tuple[Choice, ...]
    lines: tuple[tuple[Option, tuple[Choice, ...]], ...]
    value: str
    other: str
    problem: Text | None
    condition: Text | None
    when: tuple[str, str]

    @property
    def takes_text(self) -> bool:
        """Say whether one of its options lets more be said."""
        return any(option.takes_text for option in self.question.options)


@dataclass(frozen=True, slots=True)
class Place:
    """A part of interaction: where it is, how much there is of it (None: nothing to count), what for."""

    url: str
    icon: str
    name: str
    words: str
    count: int | None = None


def home_page(*, at: datetime) -> dict[str, Any]:
    """Return what there is to take part in, with how much of it."""
    _cards, asked = requests.opening_cards(words="", sort=OpeningSort.NEWEST, limit=1)
    found = surveys.public_surveys(at=at)
    drafts = consultations.public_consultations(at=at)
    counts = {"openings": asked, "surveys": len(found), "consultations": len(drafts)}
    places = [
        Place(reverse(one if ":" in one else f"interaction:{one}"), icon, name, words, counts.get(one))
        for one, icon, name, words in _places()
    ]
    running = [one for one in found if one.phase is Phase.RUNNING][:SHOWN]
    open_drafts = [one for one in drafts if one.phase is ConsultationPhase.RUNNING][:SHOWN]
    return SECTION | {"places": places, "running": running, "drafts": open_drafts}


def _places() -> tuple[tuple[str, str, str, str], ...]:
    """Return name of the address, icon, name and purpose of each part."""
    ask = _("Say which data should be opened, vote, read the answers.")
    survey = _("Answer what offices ask, without your name; read the results.")
    results = _("What was decided on data that are open on condition.")
    consult = _("Drafts on which you may say what you think; what became of it is published.")
    suggest = _("What could be better, or which right is touched; answered in public or to you alone.")
    apps = _("What was built on open data, with the datasets behind it.")
    news = _("What offices tell, policies explained, interviews with your questions.")
    contest = _("Make something of open data with a team; the jury's sheets are published.")
    answering = _("How many they answered, how soon, how often late.")
    return (
        ("openings", "message-circle-question-mark", _("Requests for data"), ask),
        ("surveys", "clipboard-list", _("Surveys"), survey),
        ("consultations", "scroll-text", _("Consultations"), consult),
        ("news:list", "newspaper", _("News and interviews"), news),
        ("contests:list", "trophy", _("Contests"), contest),
        ("suggestions", "message-square-text", _("Suggestions and appeals"), suggest),
        ("applications:gallery", "app-window", _("Apps"), apps),
        ("results", "file-check", _("Results of applications"), results),
        ("answering", "timer", _("How offices answer"), answering),
    )


def surveys_page(*, at: datetime) -> dict[str, Any]:
    """Return the surveys that were opened."""
    return SECTION | {"surveys": surveys.public_surveys(at=at)}


def survey_page(
    *, survey_id: str, card: AccessCard, respondent: str, said: Said, problems: Mapping[str, Text], at: datetime
) -> dict[str, Any]:
    """Return a survey with its form, where it runs and this account or browser has not answered.

    Its own office sees the form before it opens. Raises NotFoundError.
    """
    found = seen(survey_id=survey_id, card=card, at=at)
    has_answered = bool(respondent) and surveys.has_answered(survey_id=survey_id, respondent=respondent)
    is_asked = found.phase is Phase.HIDDEN or (found.phase is Phase.RUNNING and not has_answered)
    return SECTION | {
        "survey": found,
        "has_answered": has_answered,
        "fields": fields_of(found, said=said, problems=problems) if is_asked else (),
        "problems": len(problems),
    }


def results_page(*, survey_id: str, card: AccessCard, question: str, by: str, at: datetime) -> dict[str, Any]:
    """Return the results, or one question by the groups of another; before they are published to their office alone.

    Raises NotFoundError.
    """
    found = seen(survey_id=survey_id, card=card, at=at)
    if found.phase is not Phase.RESULTS and not _may_hold(found, card):
        raise NotFoundError(what=survey_id)
    return SECTION | results_of(found, question=question, by=by)


def seen(*, survey_id: str, card: AccessCard, at: datetime) -> SurveyCard:
    """Return a survey that the public, or this person of its office, may know of. Raises NotFoundError."""
    found = surveys.survey_card(survey_id=survey_id, at=at)
    if not found.is_public and not _may_hold(found, card):
        raise NotFoundError(what=survey_id)
    return found


def _may_hold(survey: SurveyCard, card: AccessCard) -> bool:
    return decide(card=card, action=Action.hold_surveys, resource=survey.resource).allowed


def results_of(card: SurveyCard, /, *, question: str, by: str) -> dict[str, Any]:
    """Return the tables of a survey with the choices for a crosstab."""
    asked, grouped = card.definition.question(question), card.definition.question(by)
    is_crossed = asked is not None and grouped is not None and asked.kind in CROSSED and grouped.kind in GROUPING
    crossed = (
        surveys.crosstab(survey_id=card.id, question=asked, by=grouped) if is_crossed and asked and grouped else None
    )
    return {
        "survey": card,
        "tables": () if crossed else surveys.result_tables(survey_id=card.id),
        "crossed": crossed,
        "by": grouped,
        "questions": [one for one in card.definition.questions if one.kind in CROSSED],
        "groups": [one for one in card.definition.questions if one.kind in GROUPING],
        "chosen": {"question": question, "by": by},
        "least": LEAST,
        "datasets": _datasets(card),
    }


def _datasets(card: SurveyCard) -> list[tuple[str, str]]:
    """Return kind and address name of the datasets that the results and answers became, those that are public."""
    made = {"results": card.results_submission, "answers": card.answers_submission}
    found = {kind: publishing.published_slug(submission_id=one) for kind, one in made.items() if one}
    return [(kind, slug) for kind, slug in found.items() if slug and _is_public(slug)]


def _is_public(slug: str) -> bool:
    try:
        return catalogue.dataset_card(slug=slug, card=ANONYMOUS).state == "published"
    except NotFoundError:
        return False


def fields_of(card: SurveyCard, /, *, said: Said, problems: Mapping[str, Text]) -> tuple[Field, ...]:
    """Return the questions of a survey as fields of its form."""
    full = surveys.full_cells(survey=card)
    numbers = {one.key: number for number, one in enumerate(card.definition.questions, start=1)}
    return tuple(
        _field(
            numbers,
            one,
            said,
            full,
            problems.get(one.key),
            card.definition.question(one.show_if.question) if one.show_if else None,
        )
        for one in card.definition.questions
    )


def _field(
    numbers: Mapping[str, int],
    question: Question,
    said: Said,
    full: frozenset[tuple[str, str]],
    problem: Text | None,
    earlier: Question | None,
) -> Field:
    wanted = question.show_if.any_of if question.show_if else frozenset()
    return Field(
        number=numbers[question.key],
        question=question,
        choices=_choices(question, said.get(question.key, ()), full),
        lines=_lines(question, said, full),
        value=next(iter(said.get(question.key, ())), ""),
        other=next(iter(said.get(f"{question.key}.{OTHER}", ())), ""),
        problem=problem,
        condition=_condition(numbers[earlier.key], earlier, wanted) if earlier else None,
        when=(earlier.key if earlier else "", " ".join(sorted(wanted))),
    )


def _lines(
    question: Question, said: Said, full: frozenset[tuple[str, str]]
) -> tuple[tuple[Option, tuple[Choice, ...]], ...]:
    """Return the rows of a matrix, or the options of a ranking with the places that each may take."""
    if question.kind is not Kind.RANKING:
        return tuple(
            (row, _choices(question, said.get(f"{question.key}.{row.key}", ()), full)) for row in question.rows
        )
    places = tuple(Option(str(n + 1), Text(str(n + 1), str(n + 1))) for n in range(len(question.options)))
    return tuple((one, _placed(places, said.get(f"{question.key}.{one.key}", ()))) for one in question.options)


def _placed(places: Sequence[Option], said: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(place, place.key in said, is_full=False) for place in places)


def _choices(question: Question, said: Sequence[str], full: frozenset[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(one, one.key in said, (question.key, one.key) in full) for one in options_of(question))


def _condition(number: int, earlier: Question, wanted: frozenset[str]) -> Text:
    texts = [one.text for one in options_of(earlier) if one.key in wanted]
    zh, en = "、".join(text.zh for text in texts), ", ".join(text.en for text in texts)
    return Text(f"第{number}题选择“{zh}”时回答", f"Only if you chose '{en}' in question {number}")
