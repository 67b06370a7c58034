"""Tables for WPS and Excel (CSV), and Markdown."""
