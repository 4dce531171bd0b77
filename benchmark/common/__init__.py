"""What every question needs first: organisations, rounds, standards, and who has returned."""
