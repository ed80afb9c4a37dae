"""URLs of the approval screens, under /desk/approvals/."""

from django.urls import path

from .views import deciding, drafting, lists, one, routing

PREFIX = "approvals"
app_name = "approvals"
urlpatterns = [
    path("", lists.inbox_page, name="inbox"),
    path("mine/", lists.mine_page, name="mine"),
    path("search/", lists.search_page, name="search"),
    path("new/", drafting.choose, name="new"),
    path("new/<slug:kind>/", drafting.write, name="write"),
    path("new/<slug:system>.<slug:name>/", drafting.write_of, name="write_of"),
    path("<int:draft_id>/", one.detail, name="detail"),
    path("<int:draft_id>/edit/", drafting.edit, name="edit"),
    path("<int:draft_id>/route/", routing.route, name="route"),
    path("<int:draft_id>/decide/", deciding.decide, name="decide"),
    path("<int:draft_id>/withdraw/", deciding.take_back, name="withdraw"),
    path("<int:draft_id>/drop/", deciding.give_up, name="drop"),
    path("<int:draft_id>/comment/", deciding.comment, name="comment"),
    path("<int:draft_id>/read/<int:viewing_id>/", deciding.read, name="read"),
    path("<int:draft_id>/files/<int:attachment_id>/", one.file, name="file"),
    path("<int:draft_id>/files/<int:attachment_id>/remove/", drafting.remove, name="remove"),
    path("<int:draft_id>/sheet/", one.sheet, name="sheet"),
]
