"""Exports (持出し): persons' data leave only for a reason, with a second person's approval, locked and marked."""
