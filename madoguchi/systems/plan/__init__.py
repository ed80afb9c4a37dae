"""The city's plan and governing IT."""
