"""What programs read (`schema/assessment.schema.json`)."""
