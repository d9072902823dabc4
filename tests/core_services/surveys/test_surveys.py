"""A survey from its draft to its results: who may answer when and how often, what is kept, what is published."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from tests.core_services.surveys.test_definitions import SAID, WHOLE
from tests.seeding import DEPARTMENT

from zhanqiao.core_services.publishing.queries.places import source
from zhanqiao.core_services.surveys import operations, queries
from zhanqiao.core_services.surveys.models import SurveyAnswer
from zhanqiao.core_services.surveys.operations import (
    KeysFixedError,
    NoQuestionsError,
    QuotaFullError,
    Sent,
    TooFewAnswersError,
)
from zhanqiao.core_services.surveys.rules import (
    ImportFaultyError,
    Phase,
    SecondAnswerError,
    SpamError,
    SurveyStepError,
    SurveyTimesError,
    TooManyAnswersError,
)
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.models import AuditLine

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(days=30)
EMPTY = WHOLE | {"questions": [], "quotas": []}
FILE = "编号,q1,q2_0001,q2_0002,age,weight\n" + "".join(
    f"{n},{'是' if n % 3 else '否'},{'甲' if n % 2 else 'Not selected'},Not selected,{20 + n % 40},{1 + n % 2}\n"
    for n in range(200)
)


@pytest.fixture
def survey(department: str) -> str:
    return operations.draw_up(department=department, document=WHOLE, by="officer", at=AT)


@pytest.fixture
def running(survey: str) -> str:
    operations.open_survey(survey_id=survey, begins_at=AT, ends_at=LATER, by="officer", at=AT)
    return survey


def sent(person: int, address: str = "", seconds: float | None = 30, trap: str = "", **said: list[str]) -> Sent:
    return Sent(
        said=SAID | said,
        respondent=f"browser:{person}",
        address=address or f"2001:db8::{person}",
        trap=trap,
        seconds=seconds,
    )


def answered(survey_id: str, person: int, at: datetime = AT, **said: list[str]) -> None:
    assert operations.answer(survey_id=survey_id, sent=sent(person, **said), at=at) == {}


def test_a_draft_is_nobodys_business_and_without_questions_it_does_not_open(department: str, survey: str) -> None:
    assert queries.public_surveys(at=AT) == ()
    with pytest.raises(NotFoundError):
        queries.public_survey(survey_id=survey, at=AT)
    with pytest.raises(NotFoundError):
        operations.answer(survey_id=survey, sent=sent(1), at=AT)
    empty = operations.draw_up(department=department, document=EMPTY, by="officer", at=AT)
    with pytest.raises(NoQuestionsError):
        operations.open_survey(survey_id=empty, begins_at=AT, ends_at=LATER, by="officer", at=AT)
    with pytest.raises(SurveyTimesError):
        operations.open_survey(survey_id=survey, begins_at=LATER, ends_at=AT, by="officer", at=AT)


def test_a_survey_begins_and_ends_by_the_clock(survey: str) -> None:
    begins = AT + timedelta(days=1)
    operations.open_survey(survey_id=survey, begins_at=begins, ends_at=LATER, by="officer", at=AT)
    moments = (AT, begins, LATER - timedelta(seconds=1), LATER)
    assert [queries.survey_card(survey_id=survey, at=at).phase for at in moments] == [
        Phase.COMING,
        Phase.RUNNING,
        Phase.RUNNING,
        Phase.OVER,
    ]
    for at in (AT, LATER):
        with pytest.raises(SurveyStepError):
            operations.answer(survey_id=survey, sent=sent(1), at=at)
    assert queries.survey_card(survey_id=survey, at=AT).answers == 0


def test_an_answer_is_kept_without_who_gave_it(running: str) -> None:
    answered(running, 7)
    (row,) = SurveyAnswer.objects.all()
    kept = repr(row.__dict__)
    assert ("browser:7" in kept, "2001:db8" in kept, row.answers["themes.other"]) == (False, False, "气象")
    line = AuditLine.objects.order_by("-seq")[0]
    assert (line.action, line.by, line.detail) == ("survey.answer", "anonymous", "{}")
    operations.close_survey(survey_id=running, by="officer", at=AT)
    row.refresh_from_db()
    assert (row.respondent, row.network) == ("", "")


def test_one_answer_for_each_account_or_browser(running: str) -> None:
    answered(running, 1)
    with pytest.raises(SecondAnswerError):
        operations.answer(survey_id=running, sent=sent(1, address="2001:db8::99"), at=AT + timedelta(hours=5))
    assert queries.has_answered(survey_id=running, respondent="browser:1")
    assert not queries.has_answered(survey_id=running, respondent="browser:2")
    assert queries.survey_card(survey_id=running, at=AT).answers == 1


@pytest.mark.parametrize("way", [{"trap": "buy"}, {"seconds": None}, {"seconds": 1.0}, {"seconds": 90_000.0}])
def test_what_a_program_would_send_is_not_kept(running: str, way: dict[str, object]) -> None:
    with pytest.raises(SpamError):
        operations.answer(survey_id=running, sent=sent(1, **way), at=AT)  # type: ignore[arg-type]  # - one of several keywords
    assert SurveyAnswer.objects.count() == 0


def test_one_network_sends_so_many_an_hour(running: str) -> None:
    for person in range(30):
        operations.answer(survey_id=running, sent=sent(person, address="203.0.113.5"), at=AT)
    with pytest.raises(TooManyAnswersError):
        operations.answer(survey_id=running, sent=sent(31, address="203.0.113.5"), at=AT)
    operations.answer(survey_id=running, sent=sent(31, address="203.0.113.5"), at=AT + timedelta(hours=1))
    assert queries.survey_card(survey_id=running, at=AT).answers == 31


def test_a_problem_or_a_full_quota_keeps_nothing(running: str) -> None:
    problems = operations.answer(survey_id=running, sent=sent(1, uses=["no"], why=[]), at=AT)
    assert (list(problems), queries.survey_card(survey_id=running, at=AT).answers) == (["why"], 0)
    for person in (1, 2):
        answered(running, person, uses=["no"], why=["不知道"])
    card = queries.survey_card(survey_id=running, at=AT)
    assert queries.full_cells(survey=card) == {("uses", "no")}
    with pytest.raises(QuotaFullError) as full:
        operations.answer(survey_id=running, sent=sent(3, uses=["no"], why=["不知道"]), at=AT)
    assert full.value.text.zh == "“否”的名额已满（2份），这份答卷没有保存。感谢参与。"
    answered(running, 3)
    assert queries.survey_card(survey_id=running, at=AT).answers == 3


def test_a_running_survey_keeps_its_questions(running: str) -> None:
    for change in (
        lambda: operations.revise(survey_id=running, document=WHOLE, by="officer", at=AT),
        lambda: operations.discard(survey_id=running, by="officer", at=AT),
        lambda: operations.publish_results(survey_id=running, by="officer", at=AT),
        lambda: operations.import_answers(
            survey_id=running, content=FILE.encode(), weight_column="weight", by="officer", at=AT
        ),
    ):
        with pytest.raises(SurveyStepError):
            change()


def test_results_need_five_answers(running: str) -> None:
    for person in range(4):
        answered(running, person)
    operations.close_survey(survey_id=running, by="officer", at=AT)
    with pytest.raises(TooFewAnswersError):
        operations.publish_results(survey_id=running, by="officer", at=AT)


def test_a_file_proposes_its_questions_and_says_what_it_left_out(department: str) -> None:
    made = operations.draw_up(department=department, document=EMPTY, by="officer", at=AT)
    found = operations.import_answers(
        survey_id=made, content=FILE.encode("gb18030"), weight_column="weight", by="officer", at=AT
    )
    card = queries.survey_card(survey_id=made, at=AT)
    assert (found.answers, found.left_out, card.answers) == (200, ("编号",), 200)
    assert [(one.key, one.kind.value) for one in card.definition.questions] == [
        ("q1", "single"),
        ("q2", "multiple"),
        ("age", "number"),
    ]
    operations.import_answers(survey_id=made, content=FILE.encode(), weight_column="weight", by="officer", at=AT)
    assert SurveyAnswer.objects.filter(survey_id=made).count() == 200
    document = WHOLE | {"quotas": []}
    with pytest.raises(KeysFixedError):
        operations.revise(survey_id=made, document=document, by="officer", at=AT)


@pytest.mark.parametrize(
    ("content", "weight", "place"),
    [
        (b"q1,weight\n", "weight", "第1行"),
        (b"q1,weight\na,x\n", "weight", "第2行“weight”列"),
        (b"q1,weight\na,-1\n", "weight", "第2行“weight”列"),
        (b"q1\na,b\n", "", "第2行"),
        (b"q1\na\n", "weight", "第1行“weight”列"),
    ],
)
def test_a_file_that_does_not_fit_says_where_and_nothing_is_taken(
    department: str, content: bytes, weight: str, place: str
) -> None:
    made = operations.draw_up(department=department, document=EMPTY, by="officer", at=AT)
    with pytest.raises(ImportFaultyError) as fault:
        operations.import_answers(survey_id=made, content=content, weight_column=weight, by="officer", at=AT)
    assert (fault.value.facts["place_zh"], SurveyAnswer.objects.count()) == (place, 0)


def test_results_and_answers_go_the_way_of_datasets_without_words(running: str) -> None:
    for person in range(6):
        answered(running, person, job=["独一无二的职业"])
    operations.close_survey(survey_id=running, by="officer", at=AT)
    operations.publish_results(survey_id=running, by="officer", at=AT)
    results = operations.hand_over_results(survey_id=running, by="officer", at=AT)
    answers = operations.hand_over_answers(survey_id=running, by="officer", at=AT)
    card = queries.survey_card(survey_id=running, at=AT)
    assert (card.results_submission, card.answers_submission, card.department.key) == (results, answers, DEPARTMENT)
    files = [source(submission_id=one).read_text("utf-8-sig") for one in (results, answers)]
    assert ["独一无二" in text or "气象" in text for text in files] == [False, False]
    rows = list(csv.DictReader(io.StringIO(files[0])))
    uses = [(row["option_en"], row["answers"], row["weighted_share"]) for row in rows if row["question"] == "uses"]
    assert uses == [("yes", "6", "1.0"), ("no", "0", "0.0")]
    header = files[1].splitlines()[0].split(",")
    assert ("parts.r1" in header, "job" in header, "weight" in header, len(files[1].splitlines())) == (
        True,
        False,
        True,
        7,
    )


def test_a_published_file_of_answers_is_imported_again_as_it_was(running: str, department: str) -> None:
    for person in range(6):
        answered(running, person)
    operations.close_survey(survey_id=running, by="officer", at=AT)
    operations.publish_results(survey_id=running, by="officer", at=AT)
    handed = operations.hand_over_answers(survey_id=running, by="officer", at=AT)
    again = operations.draw_up(department=department, document=WHOLE, by="officer", at=AT)
    content = source(submission_id=handed).read_bytes()
    operations.import_answers(survey_id=again, content=content, weight_column="weight", by="officer", at=AT)
    kept = SurveyAnswer.objects.filter(survey_id=again).values_list("answers", flat=True)
    first = SurveyAnswer.objects.filter(survey_id=running)[0].answers
    words = ("job", "more", "why", "themes.other")
    assert list(kept) == [{key: value for key, value in first.items() if key not in words}] * 6
