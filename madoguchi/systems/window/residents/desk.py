"""URLs of the register, under /desk/residents/."""

from django.urls import path

from .views import cancelling, exchange, facts, person, proposals, search, timeline

PREFIX = "residents"
app_name = "residents"
urlpatterns = [
    path("", search.search, name="search"),
    path("people/<int:person_id>/", person.person, name="person"),
    path("people/<int:person_id>/history/", timeline.timeline, name="timeline"),
    path("people/<int:person_id>/acts/<int:act_id>/cancel/", cancelling.cancelling, name="cancel"),
    path("people/<int:person_id>/codes/", facts.codes, name="codes"),
    path("people/<int:person_id>/contact/", facts.contact, name="contact"),
    path("people/<int:person_id>/move-out/", facts.move_out, name="move_out"),
    path("households/<int:household_id>/", person.household, name="household"),
    path("outsiders/new/", facts.outsider, name="outsider"),
    path("proposals/", proposals.inbox, name="proposals"),
    path("proposals/<int:proposal_id>/", proposals.detail, name="proposal"),
    path("proposals/<int:proposal_id>/decide/", proposals.deciding, name="decide"),
    path("proposals/<int:proposal_id>/withdraw/", proposals.withdrawing, name="withdraw"),
    path("import/", exchange.imports, name="imports"),
    path("import/columns/", exchange.column_list, name="columns"),
    path("import/<int:run_id>/", exchange.import_run, name="import"),
    path("import/<int:run_id>/faults.csv", exchange.fault_list, name="faults"),
    path("export/", exchange.export, name="export"),
]
