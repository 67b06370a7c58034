"""Plain cells as a submission: which form it is, where each datum stands, what was typed."""
