"""Where the evidence of typed values lies."""

from madoguchi.foundation.vault.shelves import Shelf

EVIDENCE = Shelf(name="指標の値の根拠", folder="plan_evidence", purpose="plan.evidence")
MOST_BYTES = 10 * 1024 * 1024
