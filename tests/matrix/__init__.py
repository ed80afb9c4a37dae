"""Every URL and every command against every role: what is expected of each stands in a table beside the tests."""
