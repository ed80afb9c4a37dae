"""Every write of the approvals: one transaction, one audit entry."""
