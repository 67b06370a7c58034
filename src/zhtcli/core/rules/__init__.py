"""What a document says, as nouns: indicators, registers, the kinds of its rules, and the readings that settle them."""
