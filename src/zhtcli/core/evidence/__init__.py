"""Evidence that forms and rows name, held against the files of a folder."""
