"""Articles as pages show them: never with who wrote or asked, and only with datasets that the reader may know of."""

from __future__ import annotations

from zhanqiao.core_services.news.queries.articles import (
    ArticleCard,
    ArticleLine,
    Change,
    articles_for,
    newest,
    newest_version,
    offices,
    public_addresses,
    public_article,
    public_articles,
    steps_of,
    writers_of,
)
from zhanqiao.core_services.news.queries.questions import (
    QuestionCard,
    answered_questions,
    article_of_question,
    my_questions,
    questions_for,
)

__all__ = [
    "ArticleCard",
    "ArticleLine",
    "Change",
    "QuestionCard",
    "answered_questions",
    "article_of_question",
    "articles_for",
    "my_questions",
    "newest",
    "newest_version",
    "offices",
    "public_addresses",
    "public_article",
    "public_articles",
    "questions_for",
    "steps_of",
    "writers_of",
]
