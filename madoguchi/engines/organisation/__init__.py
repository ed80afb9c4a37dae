"""Engine 組織: who sits where on a day, who is absent, and who decides in their place."""
