"""Where the files of drafts lie."""

from madoguchi.foundation.vault.shelves import Shelf

ATTACHMENTS = Shelf(name="起案の添付ファイル", folder="approvals", purpose="approvals.attachment")
