"""The base of all other packages: wording, numbers, columns, definitions, settings, errors."""
