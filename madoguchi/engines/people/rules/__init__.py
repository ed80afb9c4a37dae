"""Rules of the resident record: pure functions over snapshots. No Django, no clock; dates are passed in."""
