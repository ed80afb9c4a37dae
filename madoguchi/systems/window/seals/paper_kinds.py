"""The paper that this system issues."""

from madoguchi.engines.issuance.api import PaperKind, Standing

from .actions.releasing import check_release
from .papers import PAPER
from .system import USE

CERTIFICATE = PaperKind(
    code="seal-certificate",
    name="印鑑登録証明書",
    template=PAPER / "certificate.typ",
    fee="seal_certificate",
    permission=USE,
    law="市の印鑑条例（準則：印鑑登録証明事務処理要領）",
    standings=(Standing.SELF, Standing.AGENT),
    on_release=check_release,
)
PAPER_KINDS = (CERTIFICATE,)
