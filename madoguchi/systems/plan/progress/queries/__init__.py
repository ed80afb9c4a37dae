"""Every read of a plan."""
