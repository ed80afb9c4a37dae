"""URLs of the access records, under /desk/looks/."""

from django.urls import path

from .views import slips, trails, unusual, watching

PREFIX = "looks"
app_name = "looks"
urlpatterns = [
    path("", unusual.unusual, name="unusual"),
    path("unusual/<int:unusual_id>/", unusual.case, name="case"),
    path("unusual/<int:unusual_id>/confirm/", unusual.confirming, name="confirm"),
    path("people/", trails.by_number, name="by_number"),
    path("people/<int:person_id>/", trails.person, name="person"),
    path("people/<int:person_id>/slip/", slips.slip, name="slip"),
    path("staff/", trails.staff, name="staff"),
    path("watching/", watching.watching, name="watching"),
    path("watching/add/", watching.add, name="watch"),
    path("watching/<int:watched_id>/end/", watching.end, name="unwatch"),
    path("watching/staff/", watching.add_staff, name="add_staff"),
    path("watching/staff/<int:row_id>/end/", watching.end_staff, name="end_staff"),
]
