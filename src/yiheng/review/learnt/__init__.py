"""What clean reports teach: which numbers are computed from which, the slips among them, and how far an accusation is to be trusted."""
