"""Addresses of contests."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.contests.views import judging, organising, reading, taking_part

app_name = "contests"
urlpatterns = [
    path("contests/", reading.contests, name="list"),
    path("contests/feed.atom", reading.feed, name="feed"),
    path("contests/<slug:contest_id>/", reading.contest, name="contest"),
    path("contests/<slug:contest_id>/works/<slug:work_id>/", reading.work, name="work"),
    path("contests/<slug:contest_id>/team/", taking_part.team, name="team"),
    path("contests/<slug:contest_id>/team/hand-in/", taking_part.hand_in, name="hand_in"),
    path("contests/<slug:contest_id>/team/withdrawal/", taking_part.withdrawal, name="withdrawal"),
    path("contests/<slug:contest_id>/votes/", taking_part.vote, name="vote"),
    path("contests/<slug:contest_id>/jury/", judging.tasks, name="jury"),
    path("contests/<slug:contest_id>/jury/<slug:work_id>/", judging.sheet, name="sheet"),
    path("workbench/contests/", organising.held, name="held"),
    path("workbench/contests/new/", organising.new, name="new"),
    path("workbench/contests/<slug:contest_id>/", organising.look, name="look"),
    path("workbench/contests/<slug:contest_id>/edit/", organising.edit, name="edit"),
    path("workbench/contests/<slug:contest_id>/<slug:name>/", organising.act, name="act"),
]
