"""System C3: registration of seals, from the application to the card and its end."""
