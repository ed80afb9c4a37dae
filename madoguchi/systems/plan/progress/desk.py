"""Screens of the plan at the desk, under /desk/plan/."""

from __future__ import annotations

from django.urls import path

from .committee import judging, sittings
from .committee import views as committee
from .figures import views as figures
from .following import views as following
from .survey import views as survey
from .views import loading, measures, plans, reports
from .yearly import views as yearly

PREFIX = "plan"
app_name = "plan"

urlpatterns = [
    path("", plans.plan_list, name="list"),
    path("load/", loading.load_page, name="load"),
    path("committee/", committee.bodies, name="bodies"),
    path("committee/new/", committee.body_new, name="body_new"),
    path("committee/members/<int:member>/end/", committee.member_end, name="member_end"),
    path("committee/meetings/<int:meeting>/", sittings.meeting_page, name="meeting"),
    path("committee/meetings/<int:meeting>/minutes/", sittings.minutes, name="minutes"),
    path("committee/meetings/<int:meeting>/papers/", sittings.paper_add, name="paper_add"),
    path("committee/papers/<int:paper>/", sittings.paper, name="paper"),
    path("committee/<slug:body>/", committee.body_page, name="body"),
    path("committee/<slug:body>/members/", committee.member_new, name="member_new"),
    path("committee/<slug:body>/meetings/", sittings.meeting_new, name="meeting_new"),
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
    path("<slug:plan>/cycle/<int:year>/evaluations/", judging.evaluations, name="evaluations"),
    path("<slug:plan>/cycle/<int:year>/evaluations/<slug:code>/", judging.evaluation, name="evaluation"),
    path("<slug:plan>/next/", following.following, name="following"),
    path("<slug:plan>/next/measures.csv", following.following_csv, name="following_csv"),
    path("<slug:plan>/next/words.csv", following.following_words, name="following_words"),
    path("<slug:plan>/yearly/<int:year>/", yearly.yearly_page, name="yearly"),
    path("<slug:plan>/yearly/<int:year>/put/", yearly.yearly_put, name="yearly_put"),
    path("<slug:plan>/yearly/<int:year>/report.csv", yearly.yearly_csv, name="yearly_csv"),
    path("<slug:plan>/yearly/<int:year>/report.pdf", yearly.yearly_pdf, name="yearly_pdf"),
    path("<slug:plan>/sheets/<int:sheet_id>/", survey.sheet_page, name="sheet"),
    path("<slug:plan>/measures/<slug:code>/<slug:indicator>/<int:year>/", figures.typed_page, name="typed"),
    path("<slug:plan>/evidence/<int:value>/", figures.evidence, name="evidence"),
]
