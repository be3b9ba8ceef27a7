"""What a bureau does with a scheme before it groups: every defect its tables show, with its rows, before it costs money."""
