"""総合窓口: one screen where a resident's event is entered once and everything that it makes due comes out."""
