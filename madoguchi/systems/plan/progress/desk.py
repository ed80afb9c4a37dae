"""Screens of the plan at the desk, under /desk/plan/."""

from __future__ import annotations

from django.urls import path

from .figures import views as figures
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
    path("<slug:plan>/measures/<slug:code>/<slug:indicator>/<int:year>/", figures.typed_page, name="typed"),
    path("<slug:plan>/evidence/<int:value>/", figures.evidence, name="evidence"),
]
