"""Engine 交付: official papers that can never reach the wrong person."""
