"""What the vault seals of the comments, for its rotation."""

from madoguchi.foundation.vault.stores import TableStore

from .keeping import CONTACT, DRAFTS

STORES = (
    DRAFTS.store(),
    TableStore(
        name="意見を出した人の連絡先",
        table="comments_comment",
        purpose=CONTACT,
        owner="comment:{submission}",
        columns=("submission",),
    ),
)
