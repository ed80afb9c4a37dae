"""URLs of the register, under /desk/residents/."""

from django.urls import path

from .views import cancelling, exchange, facts, openings, person, proposals, protection, search, timeline

PREFIX = "residents"
app_name = "residents"
urlpatterns = [
    path("", search.search, name="search"),
    path("people/<int:person_id>/", person.person, name="person"),
    path("people/<int:person_id>/history/", timeline.timeline, name="timeline"),
    path("people/<int:person_id>/acts/<int:act_id>/cancel/", cancelling.cancelling, name="cancel"),
    path("people/<int:person_id>/codes/", facts.codes, name="codes"),
    path("people/<int:person_id>/number/", openings.asking, name="ask_number"),
    path("people/<int:person_id>/contact/", facts.contact, name="contact"),
    path("people/<int:person_id>/move-out/", facts.move_out, name="move_out"),
    path("people/<int:person_id>/protection/", protection.start, name="protect"),
    path("people/<int:person_id>/hold/", protection.hold, name="hold"),
    path("holds/<int:hold_id>/lift/", protection.lift, name="lift"),
    path("protections/", protection.cases, name="protections"),
    path("protections/<int:case_id>/", protection.case, name="protection"),
    path("protections/<int:case_id>/persons/", protection.add, name="protect_person"),
    path("protections/<int:case_id>/renew/", protection.renew, name="protect_renew"),
    path("protections/<int:case_id>/end/", protection.end, name="protect_end"),
    path("protections/endings/<int:ending_id>/", protection.ending, name="protect_ending"),
    path("households/<int:household_id>/", person.household, name="household"),
    path("outsiders/new/", facts.outsider, name="outsider"),
    path("proposals/", proposals.inbox, name="proposals"),
    path("proposals/<int:proposal_id>/", proposals.detail, name="proposal"),
    path("proposals/<int:proposal_id>/decide/", proposals.deciding, name="decide"),
    path("proposals/<int:proposal_id>/withdraw/", proposals.withdrawing, name="withdraw"),
    path("openings/", openings.inbox, name="openings"),
    path("openings/<int:opening_id>/", openings.detail, name="opening"),
    path("openings/<int:opening_id>/decide/", openings.deciding, name="decide_opening"),
    path("openings/<int:opening_id>/withdraw/", openings.withdrawing, name="withdraw_opening"),
    path("openings/<int:opening_id>/close/", openings.closing, name="close_opening"),
    path("openings/<int:opening_id>/numbers/", openings.numbers, name="numbers"),
    path("import/", exchange.imports, name="imports"),
    path("import/columns/", exchange.column_list, name="columns"),
    path("import/<int:run_id>/", exchange.import_run, name="import"),
    path("import/<int:run_id>/faults.csv", exchange.fault_list, name="faults"),
]
