"""Screens of the registration of seals, at /desk/seals/."""

from django.urls import path

from .views import application, applying, certifying, person, register, scanning

PREFIX = "seals"
app_name = "seals"

urlpatterns = [
    path("", register.home, name="home"),
    path("certificate/", certifying.certificate, name="certificate"),
    path("figures/", register.figures, name="figures"),
    path("scale-card.pdf", register.scale_card, name="scale_card"),
    path("scan/", scanning.scan, name="scan"),
    path("scan/<uuid:token>.png", scanning.scan_picture, name="scan_picture"),
    path("impressions/<str:sha256>.png", person.impression, name="impression"),
    path("people/<int:person_id>/", person.person, name="person"),
    path("people/<int:person_id>/new/", applying.new, name="new"),
    path("people/<int:person_id>/refuse/", applying.refuse_person, name="refuse"),
    path("people/<int:person_id>/<slug:what>/", person.deed, name="deed"),
    path("applications/<int:pk>/", application.application, name="application"),
    path("applications/<int:pk>/letter.pdf", application.letter, name="letter"),
    path("acts/<int:act_id>/cancel/", person.cancel, name="cancel"),
    path("acts/<int:act_id>/notice/", person.make_notice, name="make_notice"),
    path("acts/<int:act_id>/notice.pdf", person.notice, name="notice"),
]
