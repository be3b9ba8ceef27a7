"""Runs: one file for each."""
