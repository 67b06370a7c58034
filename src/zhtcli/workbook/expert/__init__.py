"""The workbook that one expert fills in, and its way back."""
