"""A clerk at the screens, by HTTP."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.approvals.api import draft_about, inbox, shown
from madoguchi.engines.people import api as people
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import client_of

from ..actions import end_by_office
from ..models import EndReason, Scan, SealAct, SealApplication
from ..queries import work
from ..rules import Route, make_number
from .pictures import photo_file, scan_file
from .reading import text_of
from .steps import ALL_CHECKS, protect, standing, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def kenichi(house):
    return house.members[0].person_id


def page(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"seals:{name}", args=args), query)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def upload(data=None, name="seal.png"):
    return SimpleUploadedFile(name, data or scan_file(), content_type="application/octet-stream")


def form(**changes):
    return {
        "route": "in_person", "identity_check": "運転免許証", "text": "渡邉", "checks": list(ALL_CHECKS),
        "submission": str(uuid.uuid4()), **changes,
    }  # fmt: skip


def test_a_picture_is_read_and_shown_with_its_size(clerk_client):
    answer = clerk_client.post(reverse("seals:scan"), {"picture": upload(photo_file())})
    shown = answer.content.decode()
    assert "寸法カード" in shown
    assert re.search(r"横1[67]\.\dmm", shown)
    scan = Scan.objects.get()
    png = clerk_client.get(reverse("seals:scan_picture", args=(scan.token,)))
    assert png["Content-Type"] == "image/png"
    assert png.content.startswith(b"\x89PNG")


def test_a_scan_is_its_reader_s_alone(clerk_client, supervisor_client):
    clerk_client.post(reverse("seals:scan"), {"picture": upload()})
    token = Scan.objects.get().token
    assert supervisor_client.get(reverse("seals:scan_picture", args=(token,))).status_code == 404
    assert (
        "画像を選んでください" in supervisor_client.post(reverse("seals:scan"), {"scan": str(token)}).content.decode()
    )


def test_the_size_and_the_turn_are_corrected_by_hand(clerk_client):
    clerk_client.post(reverse("seals:scan"), {"picture": upload()})
    token = str(Scan.objects.get().token)
    shown = clerk_client.post(reverse("seals:scan"), {"scan": token, "width_mm": "18", "turn": "2"}).content.decode()
    assert "横18.0mm" in shown
    assert "定規" in shown
    assert Scan.objects.get().turned_by == 2
    assert clerk_client.post(reverse("seals:scan"), {"scan": token, "width_mm": "x", "turn": "900"}).status_code == 200


def test_a_file_that_is_no_picture_is_said_so(clerk_client):
    for data in (b"GIF89a" + b"0" * 500, b"%PDF-1.7", b"\0" * 5000):
        shown = clerk_client.post(reverse("seals:scan"), {"picture": upload(data)}).content.decode()
        assert "画像として読めません" in shown
    assert "画像を選んでください" in clerk_client.post(reverse("seals:scan")).content.decode()
    assert not Scan.objects.exists()


def test_the_application_works_without_a_script(clerk_client, kenichi):
    url = reverse("seals:new", args=(kenichi,))
    answer = clerk_client.post(url, form(picture=upload(), do="read"))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "エラー" not in shown
    assert 'value="渡邉"' in shown
    token = str(Scan.objects.get().token)
    assert f'value="{token}"' in shown
    answer = clerk_client.post(url, form(scan=token))
    application = SealApplication.objects.get()
    assert answer["Location"] == reverse("seals:application", args=(application.pk,))
    answer = clerk_client.post(answer["Location"], {
        "do": "register", "register-handed": "on", "register-submission": str(uuid.uuid4()),
    })  # fmt: skip
    assert answer["Location"] == reverse("seals:person", args=(kenichi,))
    shown = page(clerk_client, "person", kenichi)
    assert standing(kenichi).card.number in shown
    assert "登録中" in shown


def test_grounds_stand_at_their_fields_and_nothing_is_lost(clerk_client, kenichi):
    answer = clerk_client.post(
        reverse("seals:new", args=(kenichi,)), form(text="社長", checks=["firm"], identity_check="")
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    for words in ("印影の画像を読み取ってください", "本人確認書類を選んでください"):
        assert words in shown
    assert 'value="社長"' in shown
    assert not SealApplication.objects.exists()


def test_a_child_is_refused_before_the_form_is_filled_in(clerk_client, house):
    child = house.members[3].person_id
    shown = page(clerk_client, "new", child)
    assert "15歳に達していないため" in shown
    assert "申請を受け付ける" not in shown
    assert reverse("seals:refuse", args=(child,)) in shown


def test_an_inquiry_from_letter_to_card(clerk_client, seals, kenichi):
    application = seals.apply(kenichi, Route.INQUIRY, identity_check="")
    url = reverse("seals:application", args=(application.pk,))
    assert "照会中" in page(clerk_client, "home")
    letter = clerk_client.get(reverse("seals:letter", args=(application.pk,)))
    text = text_of(letter.content)
    assert "照会書" in text and "回答書" in text and "代理権授与通知書" not in text
    bad = clerk_client.post(url, {"do": "answer", "answer-brought_by": "渡邉　健一", "answer-submission": uuid.uuid4()})
    assert bad.status_code == 422
    assert "確かめる項目が残っています" in bad.content.decode()
    clerk_client.post(url, {
        "do": "answer", "answer-brought_by": "渡邉　健一", "answer-identity_check": "運転免許証",
        "answer-ticked": ["signed", "number", "impression"], "answer-submission": uuid.uuid4(),
    })  # fmt: skip
    clerk_client.post(url, {"do": "register", "register-submission": uuid.uuid4()})
    assert standing(kenichi).card_state == "ready"
    clerk_client.post(reverse("seals:deed", args=(kenichi, "hand")), {"told_by": "本人", "submission": uuid.uuid4()})
    assert standing(kenichi).card_state == "held"


def test_the_letter_of_a_proxy_has_the_notice_of_the_mandate(clerk_client, seals, kenichi):
    application = seals.apply(kenichi, Route.PROXY, proxy_name="渡邉　美咲", proxy_address="四街道市大日", mandate=True)
    text = text_of(clerk_client.get(reverse("seals:letter", args=(application.pk,))).content)
    assert "代理権授与通知書" in text
    assert "渡邉美咲" in text


def test_deeds_are_recorded_at_their_forms(clerk_client, supervisor_client, seals, kenichi):
    seals.registered(kenichi)
    told_form = {"told_by": "本人", "identity_check": "運転免許証", "note": ""}
    for what, state in (("lose", "lost"), ("find", "held"), ("replace", "held")):
        assert "印鑑登録" in page(clerk_client, "deed", kenichi, what)
        clerk_client.post(reverse("seals:deed", args=(kenichi, what)), {**told_form, "submission": uuid.uuid4()})
        assert standing(kenichi).card_state == state
    assert page(clerk_client, "deed", kenichi, "office", status=403)
    page(clerk_client, "deed", kenichi, "nothing", status=404)
    office = {"reason": "incapable", "note": "後見開始の審判の通知", "submission": uuid.uuid4()}
    supervisor_client.post(reverse("seals:deed", args=(kenichi, "office")), office)
    assert standing(kenichi) is None
    act = SealAct.objects.get(kind="end")
    assert "本人への通知書を作る" in page(clerk_client, "person", kenichi)
    answer = clerk_client.post(reverse("seals:make_notice", args=(act.pk,)))
    assert "抹消通知書" in text_of(clerk_client.get(answer["Location"]).content)
    page(clerk_client, "cancel", act.pk, status=403)
    cancel = {"note": "誤った通知", "submission": uuid.uuid4()}
    supervisor_client.post(reverse("seals:cancel", args=(act.pk,)), cancel)
    assert standing(kenichi)
    assert "取り消し済み" in page(clerk_client, "person", kenichi)


def test_abolishing_asks_who_and_why(clerk_client, seals, kenichi):
    seals.registered(kenichi)
    url = reverse("seals:deed", args=(kenichi, "abolish"))
    bad = clerk_client.post(url, {"reason": "lost", "told_by": "本人", "submission": uuid.uuid4()})
    assert bad.status_code == 422
    clerk_client.post(
        url, {"reason": "lost", "told_by": "本人", "identity_check": "旅券", "note": "", "submission": uuid.uuid4()}
    )
    assert standing(kenichi) is None
    assert "亡失による廃止" in page(clerk_client, "person", kenichi)


def test_refused_at_the_counter_with_grounds_in_words(clerk_client, kenichi):
    url = reverse("seals:refuse", args=(kenichi,))
    assert clerk_client.post(url, {"submission": uuid.uuid4()}).status_code == 422
    answer = clerk_client.post(url, {"grounds": ["deformable", "rim"], "note": "説明した", "submission": uuid.uuid4()})
    shown = clerk_client.get(answer["Location"]).content.decode()
    assert "変形しやすい印鑑" in shown
    assert "不受理" in shown


def test_found_by_card_number_and_a_wrong_digit_is_said(clerk_client, seals, kenichi):
    seals.registered(kenichi)
    number = standing(kenichi).card.number
    answer = clerk_client.get(reverse("seals:home"), {"number": number})
    assert answer["Location"] == reverse("seals:person", args=(kenichi,))
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert "検査用の数字が合いません" in page(clerk_client, "home", number=wrong)
    assert "効力のある登録はありません" in page(clerk_client, "home", number=make_number(9_000_000))


def test_figures_count_what_stands_and_what_ended(clerk_client, seals, supervisor, house):
    for member, text in zip(house.members[:2], ("渡邉健一", "渡邉美咲"), strict=True):
        seals.registered(member.person_id, text=text)
    end_by_office(
        supervisor.as_actor(), person_id=house.members[0].person_id, reason=EndReason.OFFICE, told=told(note="調査")
    )
    shown = page(clerk_client, "figures")
    assert "その他の職権" in shown
    assert "本人（顔写真付きの本人確認書類）" in shown
    assert page(clerk_client, "figures", year="1900")


def test_the_scale_card_is_a_paper(clerk_client):
    answer = clerk_client.get(reverse("seals:scale_card"))
    assert answer["Content-Type"] == "application/pdf"
    assert "寸法カード" in text_of(answer.content)


def test_others_have_no_business_here(outsider_client, visitor, viewer, seals, kenichi):
    seals.registered(kenichi)
    impression = standing(kenichi).impression.sha256
    for client in (outsider_client, client_of(viewer)):
        for name, args in (("home", ()), ("figures", ()), ("person", (kenichi,)), ("new", (kenichi,)),
                           ("impression", (impression,)), ("scale_card", ())):  # fmt: skip
            page(client, name, *args, status=403)
    assert visitor.get(reverse("seals:home")).status_code == 302


def test_a_list_of_many_costs_as_much_as_a_list_of_few(clerk_client, seals, house):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(clerk_client, "home")
        return len(captured)

    seals.apply(house.members[0].person_id, Route.INQUIRY, text="渡邉健一")
    queries()  # what is read once for a process
    few = queries()
    for member, text in ((house.members[1], "渡邉美咲"), (house.members[2], "湊")):
        seals.apply(member.person_id, Route.INQUIRY, text=text)
    assert queries() == few


def test_the_dashboard_counts_letters_and_what_waits(clerk_client, seals, house, clerk, supervisor):
    seals.apply(house.members[0].person_id, Route.INQUIRY, text="渡邉健一")
    SealApplication.objects.update(answer_due=timezone.localdate() - timedelta(days=1))
    seals.apply(house.members[1].person_id, text="渡邉美咲", doubt="判読しにくい")
    lines = {line.label: line for line in work(supervisor.as_actor())}
    assert (lines["印鑑登録の照会中"].count, lines["印鑑登録の照会中"].urgent) == (1, True)
    assert [row.draft.kind for row in inbox(supervisor.as_actor())] == ["seals.application"]
    assert not inbox(clerk.as_actor())


def in_doubt(seals, person_id):
    """An application that waits for a second person, with its draft."""
    application = seals.apply(person_id, text="渡邉健一", doubt="渡邉さんの字体が判読しにくい")
    return application, draft_about(application)


def test_a_second_person_lets_an_application_go_on(clerk_client, seals, kenichi, supervisor):
    application, draft = in_doubt(seals, kenichi)
    assert "渡邉" not in f"{draft.title}{shown(draft)}"
    chief = client_of(supervisor)
    assert "承認する</button>" not in page(clerk_client, "application", application.pk)
    assert "承認する</button>" in page(chief, "application", application.pk)
    url = reverse("seals:application", args=(application.pk,))
    clerk_client.post(url, {"do": "approve", "approve-submission": uuid.uuid4()})
    assert draft_about(application) == draft
    done = chief.post(url, {"do": "approve", "approve-note": "原本で確認", "approve-submission": uuid.uuid4()})
    assert done.status_code == 302
    application.refresh_from_db()
    draft.refresh_from_db()
    assert (application.approval, draft.state) == ("given", "approved")
    assert "決裁の経過" in page(chief, "application", application.pk)


@pytest.mark.parametrize("how", ["withdraw", "refuse"])
def test_an_application_that_ends_takes_its_draft_along(clerk_client, seals, kenichi, supervisor, how):
    application, draft = in_doubt(seals, kenichi)
    values = {"do": how, f"{how}-submission": uuid.uuid4(), "refuse-grounds": ["incapable"]}
    clerk_client.post(reverse("seals:application", args=(application.pk,)), values)
    application.refresh_from_db()
    draft.refresh_from_db()
    assert (application.state, draft.state) == ({"withdraw": "withdrawn", "refuse": "refused"}[how], "dropped")
    assert not inbox(supervisor.as_actor())


def test_a_doubt_that_nobody_else_may_judge_is_told(seals, kenichi):
    with pytest.raises(people.Refused, match="きょうはだれもいません"):
        seals.apply(kenichi, text="渡邉健一", doubt="判読しにくい")
    assert not SealApplication.objects.exists()


def test_each_look_at_a_person_s_seals_is_logged(clerk_client, seals, kenichi):
    seals.registered(kenichi)
    before = Entry.objects.filter(action="people.look", subject=f"person:{kenichi}").count()
    page(clerk_client, "person", kenichi)
    after = Entry.objects.filter(action="people.look", subject=f"person:{kenichi}").count()
    assert after == before + 1


def test_guarded_people_are_handed_over(clerk_client, supervisor, seals, house, kenichi):
    seals.registered(kenichi)
    number, impression = standing(kenichi).card.number, standing(kenichi).impression.sha256
    waiting = seals.apply(house.members[1].person_id, Route.INQUIRY, text="渡邉美咲")
    protect(supervisor, kenichi)
    for name, args, query in (
        ("person", (kenichi,), {}),
        ("new", (kenichi,), {}),
        ("home", (), {"number": number}),
        ("impression", (impression,), {}),
        ("application", (waiting.pk,), {}),
        ("letter", (waiting.pk,), {}),
    ):
        answer = clerk_client.get(reverse(f"seals:{name}", args=args), query)
        assert answer.status_code == 403, name
        assert "渡邉" not in answer.content.decode(), name
    assert "渡邉" not in page(clerk_client, "home")
