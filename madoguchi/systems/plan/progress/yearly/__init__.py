"""年次報告: what the survey and the committee said, put to decision and published (Plan-Do-Check-Act: Act)."""
