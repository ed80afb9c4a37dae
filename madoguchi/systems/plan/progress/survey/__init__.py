"""年度調査: the office asks, divisions answer, their heads approve (Plan-Do-Check-Act: Check)."""
