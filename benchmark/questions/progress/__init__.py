"""Is the gap closing, and does the lowest trust rise?"""
