"""What a person must judge. These never stop an act; the screen shows them before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from madoguchi.foundation.codes import ForeignResidentBasis

from ..errors import Caution
from ..snapshots import Alike, House, Member, PermitView

ADULT = 18
OLD = 75


def lateness(due: date | None, notified_on: date | None) -> list[Caution]:
    """A notice after its period: 住民基本台帳法第52条第2項 (過料), 期間経過通知書."""
    if due is None or notified_on is None or notified_on <= due:
        return []
    days = (notified_on - due).days
    return [
        Caution(
            f"届出期間を{days}日過ぎています",
            "理由を聞き、届出期間経過通知書（住民基本台帳法第52条）の扱いを確かめてください。",
            "late",
        )
    ]


def parting(old: House, new: House | None, on: date, kind: str) -> list[Caution]:
    """Some leave a household and others remain in it."""
    if new is None:
        return []
    gone = [member.person_id for member in old.members if new.member(member.person_id) is None]
    if not gone:
        return []
    led = head_leaves(old, gone, died=kind == "death")
    left = [] if led or len(new.members) > 1 else [alone(new.members[0])]
    return [*led, *left, *children_left(new.members, on), *old_alone(new.members, on)]


def head_leaves(house: House, leaving: Sequence[int], *, died: bool) -> list[Caution]:
    """The head leaves and others remain: someone must be the head, and the relations must be restated."""
    head = house.head
    rest = house.without(set(leaving))
    if head is None or head.person_id not in leaving or not rest:
        return []
    what = f"世帯主の{head.name}さんが{'亡くなりました' if died else 'この世帯を離れます'}"
    if len(rest) == 1:
        advice = "世帯主変更は職権で記載します。見守りの案内を渡してください。"
        return [Caution(f"{what}。{rest[0].name}さんが世帯主になり、一人の世帯になります", advice, "alone")]
    advice = "新しい世帯主と続柄を、残る人に確かめてください（住民基本台帳法第25条）。"
    return [Caution(what, advice, "head_left")]


def alone(member: Member) -> Caution:
    """One person remains alone, who was the head already."""
    return Caution(f"{member.name}さんが一人の世帯になります", "", "alone")


def children_left(rest: Sequence[Member], on: date) -> list[Caution]:
    """Only minors remain in a household."""
    if rest and all(is_minor(member, on) for member in rest):
        return [Caution("残る人が未成年だけの世帯になります", "こども保育課への引継ぎを確かめてください。", "minors")]
    return []


def old_alone(rest: Sequence[Member], on: date) -> list[Caution]:
    """A person of 75 or more remains alone."""
    if len(rest) == 1 and (birth := rest[0].birth_on) and birth <= years_before(on, OLD):
        message = f"{rest[0].name}さん（{OLD}歳以上）の一人暮らしになります"
        return [Caution(message, "高齢者の見守りの案内を渡してください。", "old_alone")]
    return []


def is_minor(member: Member, on: date) -> bool:
    """Under 18 on the day; an unknown birth date is not taken for a minor."""
    return member.birth_on is not None and member.birth_on > years_before(on, ADULT)


def years_before(day: date, years: int) -> date:
    """The same day, years before; 29 February becomes 28 February."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - years)


def long_ago(event_on: date, today: date) -> list[Caution]:
    """An event long ago deserves a second look."""
    if event_on < today - timedelta(days=365):
        advice = "遡って変わる課税・保険・手当がないか、関係課に引き継いでください。"
        return [Caution("異動日が1年以上前です", advice, "old_event")]
    return []


def permit_cautions(permits: Sequence[PermitView], on: date) -> list[Caution]:
    """A permit without the last day of its period, where there must be one, or one that has passed."""
    found = []
    for permit in permits:
        if permit.expires_on is None and has_period(permit):
            advice = "在留カードの満了の日を確かめて入れてください。"
            found.append(Caution(f"{permit.name}さんの在留期間の満了の日がありません", advice, "permit_undated"))
        elif permit.expires_on and permit.expires_on < on:
            advice = "更新の申請中（特例期間）か、在留カードの裏面を確かめてください。"
            found.append(
                Caution(f"{permit.name}さんの在留期間は、異動日の時点で満了しています", advice, "permit_expired")
            )
    return found


def has_period(permit: PermitView) -> bool:
    """永住者 and 特別永住者 stay without a period."""
    return "永住者" not in permit.status.replace("永住者の配偶者等", "") and (
        permit.article30_45 != ForeignResidentBasis.SPECIAL_PERMANENT
    )


def alike(found: Sequence[Alike]) -> list[Caution]:
    """A newcomer who looks like someone known already: one person must not have two records."""
    names = dict.fromkeys(each.name for each in found)
    return [alike_as([each for each in found if each.name == name]) for name in names if any_open(found, name)] + [
        alike_held(name) for name in names if any(each.held for each in found if each.name == name)
    ]


def any_open(found: Sequence[Alike], name: str) -> bool:
    """Whether anyone who looks like this newcomer may be told of."""
    return any(not each.held for each in found if each.name == name)


def alike_held(name: str) -> Caution:
    """A newcomer of whom a supervisor must judge; made of what was typed alone."""
    return Caution(
        f"{name}さんの受付は、記録する前に係長の確認が要ります",
        "窓口責任者に引き継いでください。",
        "held",
    )


def alike_as(found: Sequence[Alike]) -> Caution:
    """The people known who look like one newcomer."""
    found = [each for each in found if not each.held]
    numbers = "、".join(str(each.number) for each in found)
    return Caution(
        f"{found[0].name}さんには、同じ人の記録があるかもしれません（宛名番号{numbers}）",
        "氏名と生年月日が同じです。同じ人なら、新しい人とせずその人を選んでください。",
        "alike",
        tuple(each.person_id for each in found),
    )


def neighbours(numbers: Sequence[int]) -> list[Caution]:
    """Another household lives at the address."""
    if not numbers:
        return []
    names = "、".join(str(number) for number in numbers[:5]) + ("ほか" if len(numbers) > 5 else "")
    advice = "同一世帯か、別の世帯かを届出人に確かめてください。"
    return [Caution(f"同じ住所に別の世帯があります（世帯番号{names}）", advice, "neighbours")]


def waiting(summaries: Sequence[str]) -> list[Caution]:
    """An act about one of them waits for approval."""
    if not summaries:
        return []
    advice = "承認者に確かめてください。この異動を先に記録すると、承認できなくなることがあります。"
    return [Caution(f"承認待ちの職権の異動があります：{'、'.join(summaries)}", advice, "waiting")]


def joined_later(names: Sequence[str]) -> list[Caution]:
    """The head changes on a day before others entered the household."""
    if not names:
        return []
    advice = "続柄は、前の世帯主に対するもののままです。記録した後に、続柄修正で直してください。"
    return [Caution(f"異動日より後に世帯に入った人がいます（{'、'.join(names)}さん）", advice, "joined_later")]
