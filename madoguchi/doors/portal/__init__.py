"""The residents' door: home, life events, procedures. What a system shows here, it declares in its manifest."""
