"""Engine 人: persons, households and residence with two-time history."""
