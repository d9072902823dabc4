"""Addresses of subscriptions."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.subscriptions import views

app_name = "subscriptions"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new, name="new"),
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/<slug:webhook_id>/end/", views.end_webhook, name="end_webhook"),
    path("messages/<slug:message_id>/", views.send_again, name="send_again"),
    path("news/<slug:news_id>/", views.news, name="news"),
    path("<int:follow_id>/", views.one, name="one"),
    path("<int:follow_id>/pause/", views.pause, name="pause"),
    path("<int:follow_id>/end/", views.end, name="end"),
]
