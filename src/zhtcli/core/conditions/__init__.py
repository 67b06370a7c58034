"""Conditions and stages: verdicts, procedures, and what a form still waits for."""
