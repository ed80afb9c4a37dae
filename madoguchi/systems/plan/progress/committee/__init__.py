"""情報化推進委員会: who sits in it, its meetings, and what it says of the measures (Plan-Do-Check-Act: Check, Act)."""
