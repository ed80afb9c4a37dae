"""閲覧記録: who looked at whose record, and what was unusual about it."""
