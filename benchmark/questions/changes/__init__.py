"""What changed between two days?"""
