"""What else is published about a trust, beside what it says of itself?"""
