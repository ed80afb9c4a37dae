"""What would be true without a computer: pure, days and times passed in."""
