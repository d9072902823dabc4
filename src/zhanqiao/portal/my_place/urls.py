"""Addresses of one's own place."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.my_place.views import pages as views
from zhanqiao.portal.my_place.views import saved

app_name = "my_place"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("my/", views.home, name="home"),
    path("my/language/", views.language, name="language"),
    path("my/password/", views.password, name="password"),
    path("my/notices/", views.notices, name="notices"),
    path("my/mail/", views.mail, name="mail"),
    path("my/mail/address/", views.mail_address, name="mail_address"),
    path("my/mail/address/removal/", views.mail_removal, name="mail_removal"),
    path("my/mail/confirmation/<str:token>/", views.mail_confirmation, name="mail_confirmation"),
    path("mails/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("my/views/", saved.saved, name="views"),
    path("my/views/<str:view>/name/", saved.rename, name="view_name"),
    path("my/views/<str:view>/removal/", saved.remove, name="view_removal"),
    path("my/keys/", views.keys, name="keys"),
    path("my/keys/<str:key>/revocation/", views.revoke_key, name="revoke_key"),
]
