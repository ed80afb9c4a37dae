"""System C5: certificates from the resident record, at the counter."""
