"""What everything else rests on: words, numbers, columns, definitions, settings, errors."""
