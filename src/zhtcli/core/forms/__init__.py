"""A form and what was typed into it: where each datum stands, entries, register rows, and the JSON of a form."""
