"""From a submission, alone and beside the unit's others, to its assessment; and what it would be otherwise."""
