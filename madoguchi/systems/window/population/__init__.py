"""Population: closed-day figures by town, age, sex, nationality, households and cause of change."""
