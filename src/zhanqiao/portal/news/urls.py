"""Addresses of news."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.news.views import reading, writing

app_name = "news"
urlpatterns = [
    path("news/", reading.articles, name="list"),
    path("news/feed.atom", reading.feed, name="feed"),
    path("news/<slug:article_id>/", reading.article, name="article"),
    path("news/<slug:article_id>/questions/", reading.question, name="question"),
    path("workbench/news/", writing.held, name="held"),
    path("workbench/news/new/", writing.new, name="new"),
    path("workbench/news/<slug:article_id>/", writing.look, name="look"),
    path("workbench/news/<slug:article_id>/edit/", writing.edit, name="edit"),
    path("workbench/news/<slug:article_id>/questions/<slug:question_id>/", writing.decide, name="decide"),
    path("workbench/news/<slug:article_id>/<slug:name>/", writing.act, name="act"),
]
