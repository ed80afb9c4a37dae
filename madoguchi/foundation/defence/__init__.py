"""Defence: what stands between the street and the house: headers, limits, sizes, a silent log."""
