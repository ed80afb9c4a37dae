"""組織・職員: the chart of the city hall, who is absent today, who stands in, reorganisations and transfers."""
