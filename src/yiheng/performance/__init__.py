"""绩效: goals, profiles, scoring, monitoring and application; what the reports and forms say comes from here."""
