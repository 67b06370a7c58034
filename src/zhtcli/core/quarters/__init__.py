"""Quarterly monitoring: deadlines, figures followed from quarter to quarter, totals of counties."""
