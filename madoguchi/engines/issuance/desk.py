"""Addresses of the engine's screens at the desk."""

from django.urls import path

from .views import money, papers, seals, undoing

PREFIX = "papers"
PURPOSE = "certificate"
app_name = "issuance"

urlpatterns = [
    path("", papers.paper_list, name="list"),
    path("<int:pk>/", papers.paper_detail, name="paper"),
    path("<int:pk>/preview/<int:sheet>.png", papers.paper_preview, name="preview"),
    path("<int:pk>/pay/", papers.paper_pay, name="pay"),
    path("<int:pk>/resume/", papers.paper_resume, name="resume"),
    path("<int:pk>/paper.pdf", papers.paper_pdf, name="pdf"),
    path("<int:pk>/void/", undoing.paper_undo, {"what": "void"}, name="void"),
    path("<int:pk>/refund/", undoing.paper_undo, {"what": "refund"}, name="refund"),
    path("<int:pk>/reprint/", undoing.paper_undo, {"what": "reprint"}, name="reprint"),
    path("<int:pk>/reissue/", undoing.paper_reissue, name="reissue"),
    path("drawers/", money.drawer_list, name="drawers"),
    path("drawers/<int:pk>/", money.drawer_detail, name="drawer"),
    path("drawers/<int:pk>/report.pdf", money.drawer_report, name="report"),
    path("seals/", seals.seal_list, name="seals"),
    path("seals/<int:pk>/image.png", seals.seal_image, name="seal"),
]
