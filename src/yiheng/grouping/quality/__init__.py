"""Quality of grouping: what a city-year's groups are worth, from published tables and policy's parameters."""
