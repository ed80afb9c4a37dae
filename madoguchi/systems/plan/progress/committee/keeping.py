"""Where the papers of meetings lie."""

from madoguchi.foundation.vault.shelves import Shelf

PAPERS = Shelf(name="委員会の会議資料", folder="plan_papers", purpose="plan.paper")
