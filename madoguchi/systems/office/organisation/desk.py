"""URLs of the organisation, under /desk/organisation/."""

from django.urls import path

from .views import absences, chart, deputies, loads

PREFIX = "organisation"
app_name = "organisation"
urlpatterns = [
    path("", chart.chart_page, name="chart"),
    path("divisions/<int:division_id>/", chart.division_page, name="division"),
    path("divisions/<int:division_id>/deputies/new/", deputies.new, name="new_deputy"),
    path("deputies/<int:deputy_id>/end/", deputies.ending, name="end_deputy"),
    path("absences/", absences.absences, name="absences"),
    path("absences/<int:absence_id>/end/", absences.ending, name="end_absence"),
    path("loads/", loads.load_list, name="loads"),
    path("loads/divisions/", loads.divisions, name="load_divisions"),
    path("loads/transfers/", loads.transfers, name="load_transfers"),
    path("loads/divisions.csv", loads.present_divisions, name="present_divisions"),
    path("loads/<int:load_id>/", loads.load_page, name="load"),
    path("loads/<int:load_id>/submit/", loads.submit, name="submit_load"),
    path("loads/<int:load_id>/decide/", loads.decide, name="decide_load"),
    path("loads/<int:load_id>/withdraw/", loads.withdraw, name="withdraw_load"),
]
