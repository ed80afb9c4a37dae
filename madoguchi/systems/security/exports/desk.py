"""URLs of the export screens, under /desk/exports/."""

from django.urls import path

from .views import asking, deciding, lists, one, tracing

PREFIX = "exports"
app_name = "exports"
urlpatterns = [
    path("", lists.mine, name="mine"),
    path("all/", lists.everything, name="all"),
    path("figures/", lists.figure_page, name="figures"),
    path("trace/", tracing.trace_page, name="trace"),
    path("new/", asking.choose, name="new"),
    path("new/<slug:system>.<slug:name>/", asking.ask, name="ask"),
    path("<int:request_id>/", one.detail, name="detail"),
    path("<int:request_id>/decide/", deciding.decide, name="decide"),
    path("<int:request_id>/password/", deciding.password, name="password"),
    path("<int:request_id>/withdraw/", one.withdraw, name="withdraw"),
    path("<int:request_id>/file/", one.file, name="file"),
    path("<int:request_id>/erased/", one.erased, name="erased"),
]
