"""Addresses of one's own place."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.my_place import views

app_name = "my_place"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("my/", views.home, name="home"),
    path("my/language/", views.language, name="language"),
    path("my/password/", views.password, name="password"),
    path("my/keys/", views.keys, name="keys"),
    path("my/keys/<str:key>/revocation/", views.revoke_key, name="revoke_key"),
]
