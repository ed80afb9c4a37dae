"""Addresses of the log-in, under the desk's door. They stand before Wagtail's of the same address."""

from django.urls import path

from .views import account, emergency, entry, notices, options, recovery, session

app_name = "login"
urlpatterns = [
    path("login/", entry.enter, name="enter"),
    path("login/passkey/", entry.passkey, name="passkey"),
    path("login/by-passkey/", entry.by_passkey, name="by_passkey"),
    path("login/passkey/options/", options.to_prove, name="prove_options"),
    path("login/passkey/new-options/", options.to_register, name="register_options"),
    path("login/enrol/", entry.enrol, name="enrol"),
    path("login/lost/", entry.lost, name="lost"),
    path("login/recover/", recovery.recover, name="recover"),
    path("login/recover/password/", recovery.new_password, name="new_password"),
    path("login/again/", account.again, name="again"),
    path("logout/", entry.go_out, name="out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/passkeys/new/", account.add_passkey, name="add_passkey"),
    path("account/passkeys/<int:passkey_id>/", account.edit_passkey, name="edit_passkey"),
    path("account/sessions/end/", account.end_others, name="end_others"),
    path("account/notices/", notices.notices, name="notices"),
    path("session/", session.status, name="session"),
    path("session/go-on/", session.go_on, name="go_on"),
    path("session/back/", session.back, name="back"),
    path("recoveries/", recovery.recoveries, name="recoveries"),
    path("recoveries/<int:recovery_id>/", recovery.recovery, name="recovery"),
    path("emergencies/", emergency.emergencies, name="emergencies"),
    path("emergencies/new/", emergency.begin, name="begin_emergency"),
    path("emergencies/<int:emergency_id>/", emergency.emergency, name="emergency"),
    path("emergencies/<int:emergency_id>/end/", emergency.end, name="end_emergency"),
]
