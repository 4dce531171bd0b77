"""How far is each trust below the standard, in what, and who is above it?"""
