"""政策: policy as data — content documents in layers, dated parameters, provenance, and the check of all of it."""
