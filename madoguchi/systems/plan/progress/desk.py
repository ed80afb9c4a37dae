"""Screens of the plan at the desk, under /desk/plan/."""

from __future__ import annotations

from django.urls import path

from .survey import views as survey
from .views import loading, measures, plans, reports

PREFIX = "plan"
app_name = "plan"

urlpatterns = [
    path("", plans.plan_list, name="list"),
    path("load/", loading.load_page, name="load"),
    path("<slug:plan>/", plans.plan_page, name="plan"),
    path("<slug:plan>/state/", plans.state, name="state"),
    path("<slug:plan>/report/", reports.report_screen, name="report"),
    path("<slug:plan>/report.csv", reports.report_csv, name="report_csv"),
    path("<slug:plan>/report.pdf", reports.report_pdf, name="report_pdf"),
    path("<slug:plan>/measures/<slug:code>/", measures.measure_page, name="measure"),
    path("<slug:plan>/measures/<slug:code>/<int:year>/", measures.report_page, name="report_status"),
    path("<slug:plan>/cycle/", survey.cycle_page, name="cycle"),
    path("<slug:plan>/cycle/open/", survey.open_page, name="survey_open"),
    path("<slug:plan>/cycle/<int:year>/", survey.survey_page, name="survey"),
    path("<slug:plan>/cycle/<int:year>/deadline/", survey.deadline, name="deadline"),
    path("<slug:plan>/sheets/<int:sheet>/", survey.sheet_page, name="sheet"),
]
