"""URLs of staff and their rights, under /desk/staff/."""

from django.urls import path

from .views import appointments, approvals, divisions, grants, logins, people, roles

PREFIX = "staff"
app_name = "staff"
urlpatterns = [
    path("", people.people, name="list"),
    path("new/", people.new, name="new"),
    path("ending/", people.ending_soon, name="ending"),
    path("people/<int:user_id>/", people.person, name="person"),
    path("people/<int:user_id>/name/", people.name, name="name"),
    path("people/<int:user_id>/appoint/", appointments.appointing, name="appoint"),
    path("people/<int:user_id>/login/close/", logins.login, {"what": "close"}, name="close_login"),
    path("people/<int:user_id>/login/open/", logins.login, {"what": "open"}, name="open_login"),
    path("people/<int:user_id>/sessions/end/", logins.login, {"what": "end"}, name="end_sessions"),
    path("appointments/<int:appointment_id>/end/", appointments.ending, name="end"),
    path("divisions/", divisions.divisions, name="divisions"),
    path("divisions/new/", divisions.new, name="new_division"),
    path("divisions/<int:division_id>/", divisions.division_page, name="division"),
    path("divisions/<int:division_id>/end/", divisions.ending, name="end_division"),
    path("roles/", roles.roles, name="roles"),
    path("grants/", grants.grant_list, name="grants"),
    path("grants/new/", grants.new, name="new_grant"),
    path("grants/<int:grant_id>/", grants.grant_page, name="grant"),
    path("grants/<int:grant_id>/end/", grants.ending, name="end_grant"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/appointments/<int:appointment_id>/", approvals.appointment, name="decide_appointment"),
    path("approvals/grants/<int:grant_id>/", approvals.grant, name="decide_grant"),
    path("approvals/appointments/<int:appointment_id>/take-back/", approvals.take_back_appointment, name="take_back"),
    path("approvals/grants/<int:grant_id>/take-back/", approvals.take_back_grant, name="take_back_grant"),
]
