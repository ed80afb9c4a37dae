"""Every write of the resident record: one act each, recorded by ``recording.perform``."""
