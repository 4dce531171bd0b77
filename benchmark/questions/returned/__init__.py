"""Who returned what, and what did it change?"""
