"""What would a budget lift, and what would it cost to reach the standard?"""
