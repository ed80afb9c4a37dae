"""Engine 電子決裁: every decision of the hall goes over one route, is frozen, and can be found again."""
