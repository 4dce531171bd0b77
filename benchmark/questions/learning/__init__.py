"""Which trusts could learn from which, and what?"""
