"""What tests share: a migrated database in a blink, staff who are logged in, a browser, no network."""
