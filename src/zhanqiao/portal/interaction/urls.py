"""Addresses of interaction."""

from __future__ import annotations

from django.urls import include, path

from zhanqiao.portal.interaction import views

app_name = "interaction"
mine = [
    path("", views.application, name="application"),
    path("supplement/", views.supplement, name="supplement"),
    path("agreement/", views.agreement, name="agreement"),
    path("key/", views.key, name="key"),
    path("report/", views.report, name="report"),
    path("withdrawal/", views.withdrawal, name="withdrawal"),
    path("files/<slug:file_id>/", views.proof, name="proof"),
]
urlpatterns = [
    path("interaction/", views.home, name="home"),
    path("datasets/<slug:slug>/conversation/", views.talk, name="conversation"),
    path("datasets/<slug:slug>/conversation/rating/", views.rating, name="rating"),
    path("datasets/<slug:slug>/conversation/remarks/", views.remark, name="remark"),
    path("remarks/<slug:remark_id>/report/", views.remark_report, name="remark_report"),
    path("consultations/", views.consultation_list, name="consultations"),
    path("consultations/<slug:consultation_id>/", views.consultation, name="consultation"),
    path(
        "consultations/<slug:consultation_id>/files/<slug:file_id>/", views.consultation_file, name="consultation_file"
    ),
    path("consultations/<slug:consultation_id>/opinions/", views.opinion, name="opinion"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("suggestions/new/", views.suggest, name="suggest"),
    path("surveys/", views.survey_list, name="surveys"),
    path("surveys/schema.json", views.survey_schema, name="survey_schema"),
    path("surveys/<slug:survey_id>/", views.survey, name="survey"),
    path("surveys/<slug:survey_id>/results/", views.survey_results, name="survey_results"),
    path("surveys/<slug:survey_id>/definition.json", views.survey_definition, name="survey_definition"),
    path("datasets/<slug:slug>/application/", views.apply, name="apply"),
    path("requests/", views.openings, name="openings"),
    path("requests/new/", views.ask, name="ask"),
    path("requests/results/", views.results, name="results"),
    path("requests/answering/", views.answering, name="answering"),
    path("requests/<slug:opening_id>/", views.opening, name="opening"),
    path("requests/<slug:opening_id>/vote/", views.vote, name="vote"),
    path("requests/<slug:opening_id>/following/", views.follow, name="follow"),
    path("my/applications/", views.mine, name="mine"),
    path("my/applications/<slug:application_id>/", include(mine)),
]
