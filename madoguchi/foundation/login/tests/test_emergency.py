"""Break-glass: it opens, it shouts, it ends, it is reviewed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.access.models import Grant
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.login import emergency as actions_of
from madoguchi.foundation.login.models import EmergencyAccess, StaffNotice
from madoguchi.foundation.login.tests.steps import set_marks
from madoguchi.foundation.testing.staff import client_of

pytestmark = pytest.mark.django_db
REASON = "台風で避難した世帯の安否を、消防の求めで確かめるため。"


def open_glass(client, **given):
    """Fills in the form."""
    return client.post("/desk/emergencies/new/", {"reason": REASON, "agreed": "on", **given})


def test_it_opens_with_a_reason_and_shouts(clerk, head, administrator, outsider):
    client = client_of(clerk)
    page = client.get("/desk/emergencies/new/").content.decode()
    assert "30分間" in page
    assert "（仮）" in page
    assert open_glass(client).status_code == 302
    for path in ("/desk/", "/desk/account/", "/desk/counter/"):
        assert "緊急時の閲覧中" in client.get(path).content.decode(), path
    entry = Entry.objects.get(action="access.break_glass")
    access = EmergencyAccess.objects.get()
    assert entry.emergency == f"emergency:{access.pk}"
    assert (access.until - access.begun_at) == timedelta(minutes=30)
    assert set(StaffNotice.objects.values_list("user", flat=True)) == {head.pk, administrator.pk}
    for other in (head, administrator):
        assert "いま続いている緊急時の閲覧" in client_of(other).get("/desk/").content.decode()
    assert "緊急時" not in client_of(outsider).get("/desk/").content.decode()


def test_it_gives_the_towns_rights_in_this_session_only(clerk):
    here, elsewhere = client_of(clerk), client_of(clerk)
    open_glass(here)
    assert here.get("/desk/account/").wsgi_request.actor.may("people.protection.see")
    assert here.get("/desk/account/").wsgi_request.user.as_actor("安否確認").emergency
    assert not elsewhere.get("/desk/account/").wsgi_request.actor.may("people.protection.see")
    assert "緊急時の閲覧中" not in elsewhere.get("/desk/account/").content.decode()
    assert not clerk.as_actor().emergency


def test_it_stands_above_a_withdrawal(clerk):
    withdrawn = Grant(user=clerk, right="people.view", effect="withdraw", widens=False, reason="調査中", asker="人事")
    withdrawn.valid, withdrawn.state, withdrawn.decided_at = (timezone.localdate(), None), "approved", timezone.now()
    withdrawn.save()
    client = client_of(clerk)
    assert client.get("/desk/residents/").status_code == 403
    open_glass(client)
    assert client.get("/desk/residents/").status_code == 200


def test_every_look_and_act_of_the_time_is_marked(clerk):
    client = client_of(clerk)
    open_glass(client)
    client.get("/desk/residents/?q=渡辺")
    actor = client.get("/desk/account/").wsgi_request.actor
    record(actor, action="people.look", subject="person:1")
    marked = Entry.objects.filter(user_id=clerk.pk).exclude(emergency="")
    assert "people.look" in set(marked.values_list("action", flat=True))
    assert record(clerk.as_actor(), action="people.look", subject="person:1").emergency == ""


def test_it_ends_after_its_time_and_cannot_be_lengthened(clerk):
    client = client_of(clerk)
    open_glass(client)
    assert open_glass(client).status_code == 422
    assert "もう始まっています" in client.get("/desk/emergencies/new/").content.decode()
    assert EmergencyAccess.objects.count() == 1
    EmergencyAccess.objects.update(begun_at=timezone.now() - timedelta(minutes=30), until=timezone.now())
    page = client.get("/desk/account/")
    assert "緊急時の閲覧中" not in page.content.decode()
    assert not page.wsgi_request.actor.emergency
    assert open_glass(client).status_code == 302  # another opening: another entry, another notice
    assert Entry.objects.filter(action="access.break_glass").count() == 2


def test_it_is_ended_early_by_the_person_or_by_a_head(clerk, head, supervisor):
    client = client_of(clerk)
    open_glass(client)
    access = EmergencyAccess.objects.get()
    assert client_of(supervisor).post(f"/desk/emergencies/{access.pk}/end/").status_code == 404
    assert client_of(head).post(f"/desk/emergencies/{access.pk}/end/").status_code == 302
    assert not client.get("/desk/account/").wsgi_request.actor.may("people.protection.see")
    open_glass(client)
    client.post(f"/desk/emergencies/{EmergencyAccess.objects.latest('id').pk}/end/")
    assert EmergencyAccess.objects.filter(ended_at=None).count() == 0


def test_a_head_reviews_it_afterwards(clerk, head):
    client = client_of(clerk)
    open_glass(client)
    access = EmergencyAccess.objects.get()
    reviewer, page = client_of(head), f"/desk/emergencies/{access.pk}/"
    given = {"verdict": "right", "comment": "消防の依頼書と照らし、見た人が一致した。"}
    assert "まだ続いています" in reviewer.post(page, given).content.decode()
    client.post(f"{page}end/")
    assert "確認を待つ緊急時の閲覧" in reviewer.get("/desk/").content.decode()
    assert reviewer.post(page, {"verdict": "right", "comment": " "}).status_code == 422
    assert reviewer.post(page, given).status_code == 302
    access.refresh_from_db()
    assert (access.reviewed_by, access.verdict) == (head, "right")
    assert "確認を待つ緊急時の閲覧" not in reviewer.get("/desk/").content.decode()
    assert "もう確認されています" in reviewer.post(page, given).content.decode()
    assert Entry.objects.filter(action="access.review_emergency", user_id=head.pk).count() == 1


def test_nobody_reviews_their_own(head):
    client = client_of(head)
    open_glass(client)
    access = EmergencyAccess.objects.get()
    client.post(f"/desk/emergencies/{access.pk}/end/")
    answer = client.post(f"/desk/emergencies/{access.pk}/", {"verdict": "right", "comment": "よし"})
    assert answer.status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.update(reviewed_by=head, reviewed_at=timezone.now(), verdict="right", comment="よし")


def test_who_may_not_cannot(outsider, administrator, clerk, head):
    for user in (outsider, administrator):
        assert client_of(user).get("/desk/emergencies/new/").status_code == 403
        assert open_glass(client_of(user)).status_code == 403
    open_glass(client_of(clerk))
    access = EmergencyAccess.objects.get()
    assert client_of(outsider).get(f"/desk/emergencies/{access.pk}/").status_code == 404
    with pytest.raises(Forbidden):
        actions_of.review(clerk.as_actor(), access=access, verdict="right", comment="x")
    with pytest.raises(Forbidden):
        actions_of.begin(head.as_actor(), user=clerk, reason=REASON, town=actions_of.terms("yotsukaido"))


def test_it_asks_again_who_one_is(clerk):
    client = client_of(clerk)
    set_marks(client, proved=301)
    assert open_glass(client)["Location"].startswith("/desk/login/again/")
    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize("given", [{"reason": "急ぎ"}, {"reason": ""}, {"agreed": ""}])
def test_a_reason_that_says_nothing_opens_nothing(clerk, given):
    assert open_glass(client_of(clerk), **given).status_code == 422
    assert not EmergencyAccess.objects.exists()


def test_a_town_without_terms_has_no_glass_to_break(clerk, monkeypatch):
    monkeypatch.setattr(actions_of, "terms", lambda schema: None)
    client = client_of(clerk)
    assert "この団体では使えません" in client.get("/desk/emergencies/new/").content.decode()
    open_glass(client)
    assert not EmergencyAccess.objects.exists()


def test_a_town_without_data_has_no_terms(tmp_path, monkeypatch):
    monkeypatch.setattr(actions_of, "TOWNS", tmp_path)
    actions_of.terms.cache_clear()
    assert actions_of.terms("nowhere") is None
    actions_of.terms.cache_clear()
