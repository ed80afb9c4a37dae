"""The last look before a certificate is handed out."""

from __future__ import annotations

from madoguchi.engines.issuance.api import PaperRequest
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import Actor

from ..queries.standings import standing_of
from .recording import lock_person

NUMBER = "登録証番号"


def check_release(actor: Actor, request: PaperRequest) -> None:
    """Called in the transaction in which the certificate is charged and handed out. Raises Refused where the
    registration ended, or the card was reported lost or replaced, since it was asked for: then nothing is charged.
    """
    lock_person(request.person_id)
    standing = standing_of(request.person_id)
    if standing is None:
        raise Refused("請求の後に、印鑑の登録が終わりました。証明書は交付できません。")
    if standing.card_state != "held" or standing.card.number != request.asked.get(NUMBER):
        raise Refused("請求の後に、登録証の亡失届または再交付がありました。証明書は交付できません。")
