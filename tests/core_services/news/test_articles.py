"""An article is released by a second person, corrected with a note, withdrawn with a reason; the public asks before an interview."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.core_services.data_requests.conftest import People, dataset, people

from zhanqiao.core_services.conversation.rules import SaidBeforeError, TooManyRemarksError
from zhanqiao.core_services.data_requests.operations import PersonalTextError
from zhanqiao.core_services.news import operations, queries
from zhanqiao.core_services.news.models import Article, ArticleVersion
from zhanqiao.core_services.news.rules import (
    ArticleChangedError,
    ArticleRefusedError,
    ArticleStepError,
    ArticleWords,
    Guest,
    Kind,
    OwnArticleError,
    QuestionsClosedError,
    State,
    Turn,
    guests_in,
    turns_in,
    typed_english,
)
from zhanqiao.data_center.catalogue.operations import suspend_dataset
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.notices.models import Notice

__all__ = ["people"]
pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
HELD = AT + timedelta(days=7)
WRITER, OTHER = "writer", "other"
NEWS = ArticleWords(title_zh="公园数据上新", summary_zh="新增三项。", body_zh="## 新增\n\n- 公园")
TALK = ArticleWords(
    title_zh="数据开放访谈", summary_zh="欢迎提问。", body_zh="预告。", held_at=HELD, guests=(Guest("张敏", "局长"),)
)


def written(words: ArticleWords = NEWS, kind: Kind = Kind.NEWS) -> str:
    return operations.write_article(kind=kind, department="qingdao-parks", words=words, by=WRITER, at=AT)


def released(article_id: str, number: int = 1, revision: int = 1, at: datetime = AT, by: str = OTHER) -> str:
    operations.release_article(article_id=article_id, number=number, revision=revision, by=by, at=at)
    return article_id


def test_somebody_else_releases_what_they_looked_at(people: People) -> None:
    made = written()
    assert queries.public_articles(kind=None, department_id="", limit=9, offset=0) == ((), 0)
    with pytest.raises(OwnArticleError):
        released(made, by=WRITER)
    operations.revise_article(article_id=made, words=NEWS, by="third", at=AT)
    with pytest.raises(ArticleChangedError):
        released(made)
    with pytest.raises(OwnArticleError):
        released(made, revision=2, by="third")
    released(made, revision=2)
    (line,), total = queries.public_articles(kind=Kind.NEWS, department_id="", limit=9, offset=0)
    assert (line.id, line.title.en, total) == (made, "公园数据上新", 1)
    assert queries.public_articles(kind=Kind.POLICY, department_id="", limit=9, offset=0) == ((), 0)
    with pytest.raises(ArticleStepError):
        released(made, revision=2)
    lines = AuditLine.objects.filter(object_id=made).order_by("seq").values_list("action", flat=True)
    assert list(lines) == ["article.write", "article.revise", "article.release"]


def test_a_correction_needs_a_note_and_a_second_person_and_stands_on_the_page(people: People) -> None:
    made, later = released(written()), AT + timedelta(hours=2)
    with pytest.raises(ArticleRefusedError) as refused:
        operations.revise_article(article_id=made, words=NEWS, by=WRITER, at=later)
    assert set(refused.value.problems) == {"note"}
    said = ArticleWords(title_zh="公园数据上新", summary_zh="新增两项。", body_zh="更正", note="数目有误，应为两项")
    assert operations.revise_article(article_id=made, words=said, by=WRITER, at=later) == 2
    assert queries.public_article(article_id=made, card=ANONYMOUS).summary.zh == "新增三项。"
    released(made, number=2, at=later)
    card = queries.public_article(article_id=made, card=ANONYMOUS)
    assert [(one.note, one.at) for one in card.changes] == [("数目有误，应为两项", later)]
    assert (card.summary.zh, card.released_at, card.changed_at) == ("新增两项。", AT, later)


def test_it_is_withdrawn_with_a_reason_that_stays(people: People) -> None:
    made = released(written())
    with pytest.raises(ArticleRefusedError):
        operations.withdraw_article(article_id=made, reason=" ", by=WRITER, at=AT)
    operations.withdraw_article(article_id=made, reason="内容失实", by=WRITER, at=AT)
    card = queries.public_article(article_id=made, card=ANONYMOUS)
    assert (card.state, card.withdrawal) == (State.WITHDRAWN, "内容失实")
    assert (queries.newest(n=3), queries.public_addresses()) == ((), ())
    for change in (
        lambda: operations.revise_article(article_id=made, words=NEWS, by=WRITER, at=AT),
        lambda: operations.withdraw_article(article_id=made, reason="又", by=WRITER, at=AT),
        lambda: operations.discard_draft(article_id=made, by=WRITER, at=AT),
    ):
        with pytest.raises(ArticleStepError):
            change()


def test_a_draft_is_given_up(people: People) -> None:
    made = written()
    operations.discard_draft(article_id=made, by=WRITER, at=AT)
    with pytest.raises(ArticleStepError):
        operations.revise_article(article_id=made, words=NEWS, by=WRITER, at=AT)
    assert [one.state for one in queries.articles_for(departments=None)] == [State.DISCARDED]


def test_words_are_needed_and_hold_nothing_personal(people: People) -> None:
    with pytest.raises(ArticleRefusedError) as refused:
        written(ArticleWords(title_zh=" ", summary_zh="", body_zh="字" * 30_001))
    assert set(refused.value.problems) == {"title_zh", "summary_zh", "body_zh"}
    with pytest.raises(PersonalTextError):
        written(ArticleWords(title_zh="题", summary_zh="要", body_zh="请致电13800138000"))
    with pytest.raises(ArticleRefusedError) as refused:
        written(NEWS, Kind.INTERVIEW)
    assert set(refused.value.problems) == {"held_at", "guests"}
    assert Article.objects.count() == 0


def test_datasets_are_named_to_who_may_see_them(people: People) -> None:
    parks = dataset("parks", "公园")
    words = ArticleWords(title_zh="题", summary_zh="要", body_zh="文", datasets=(parks, parks))
    made = released(written(words))
    assert [one.slug for one in queries.public_article(article_id=made, card=ANONYMOUS).datasets] == ["parks"]
    suspend_dataset(dataset_id=parks, reason="核对中", by="tests", at=AT)
    assert queries.public_article(article_id=made, card=ANONYMOUS).datasets == ()


def test_guests_and_turns_are_read_as_typed() -> None:
    assert guests_in(text="张敏，局长\n\n李伟, 处长，主持") == (Guest("张敏", "局长"), Guest("李伟", "处长，主持"))
    assert guests_in(text="张敏") is None
    assert turns_in(text="问：为何？\n答：因为\n所以\n\nQ: And?\nA: Yes") == (
        Turn("为何？", "因为\n所以"),
        Turn("And?", "Yes"),
    )
    assert turns_in(text="") == ()
    assert [
        turns_in(text=one) for one in ("答：一", "问：一", "问：一\n问：二", "前言\n问：一\n答：二", "问：\n答：二")
    ] == [None] * 5


def test_an_interview_speaks_english_turn_by_turn_and_chinese_stands_in(people: People) -> None:
    english = turns_in(text="Q: How often?\nA:\n\nQ: And?\nA: Yes", may_be_empty=True)
    two = replace(TALK, dialogue=(Turn("多久？", "每季度"), Turn("还有？", "有")), dialogue_en=english)
    made = released(written(two, Kind.INTERVIEW))
    turns = queries.public_article(article_id=made, card=ANONYMOUS).dialogue
    assert [(one.asked.en, one.answered.en) for one in turns] == [("How often?", "每季度"), ("And?", "Yes")]
    assert turns_in(text=typed_english(turns), may_be_empty=True) == english
    for wrong in (None, (Turn("One", "turn"),)):
        with pytest.raises(ArticleRefusedError) as refused:
            written(replace(two, dialogue_en=wrong), Kind.INTERVIEW)
        assert set(refused.value.problems) == {"dialogue_en"}
    with pytest.raises(PersonalTextError):
        written(replace(two, dialogue_en=(Turn("Q", "call 13800138000"), Turn("", ""))), Kind.INTERVIEW)


def test_what_was_kept_before_there_was_english_is_read_on(people: People) -> None:
    made = released(written(replace(TALK, dialogue=(Turn("多久？", "每季度"),)), Kind.INTERVIEW))
    ArticleVersion.objects.update(dialogue=[{"question": "多久？", "answer": "每季度"}])
    turn = queries.public_article(article_id=made, card=ANONYMOUS).dialogue[0]
    assert (turn.asked.en, typed_english([turn])) == ("多久？", "")


def test_the_public_asks_until_the_interview_begins(people: People) -> None:
    made = written(TALK, Kind.INTERVIEW)

    def ask(text: str = "何时开放？", by: str = people.citizen, at: datetime = AT) -> str:
        return operations.ask_question(article_id=made, text=text, by=by, at=at)

    with pytest.raises(QuestionsClosedError):
        ask()
    released(made)
    first = ask()
    with pytest.raises(SaidBeforeError):
        ask("何时开放?", by=people.other)
    with pytest.raises(PersonalTextError):
        ask("请致电13800138000")
    with pytest.raises(QuestionsClosedError):
        ask("还来得及吗", at=HELD)
    second = ask("要钱吗？", by=people.other)
    for number in range(9):
        ask(f"第{number}个问题")
    with pytest.raises(TooManyRemarksError):
        ask("再来一个")
    operations.answer_question(question_id=first, answer="今年。", by=WRITER, at=HELD)
    operations.remove_question(question_id=second, reason="与主题无关", by=WRITER, at=HELD)
    with pytest.raises(ArticleStepError):
        operations.answer_question(question_id=second, answer="不。", by=WRITER, at=HELD)
    assert [(one.text, one.answer) for one in queries.answered_questions(article_id=made)] == [("何时开放？", "今年。")]
    (mine,) = queries.my_questions(article_id=made, account_id=people.other)
    assert (mine.state_text.zh, mine.reason) == ("未采用", "与主题无关")
    told = Notice.objects.filter(kind="article").values_list("account_id", "url")
    assert set(told) == {(one, f"/news/{made}/") for one in (people.citizen, people.other)}


def test_news_takes_no_questions(people: People) -> None:
    with pytest.raises(QuestionsClosedError):
        operations.ask_question(article_id=released(written()), text="问", by=people.citizen, at=AT)
