"""The site around the questions: navigation, search, and pages that belong to no question."""
