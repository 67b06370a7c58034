"""The workbooks of quarterly monitoring: one unit's quarters, and all units."""
