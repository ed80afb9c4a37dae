"""What of this system the vault has sealed."""

from madoguchi.foundation.vault.stores import TableStore

STORES = (
    TableStore(
        name="登録された印影",
        table="seals_impression",
        purpose="seals.impression",
        owner="impression:{sha256}",
        columns=("sha256",),
    ),
    TableStore(
        name="読み取った印影", table="seals_scan", purpose="seals.scan", owner="scan:{token}", columns=("token",)
    ),
    TableStore(
        name="読み取った印影の元",
        table="seals_scan",
        purpose="seals.scan",
        owner="scan:{token}",
        columns=("token",),
        column="source_sealed",
    ),
)
