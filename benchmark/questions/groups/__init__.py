"""Which groups are known, with their members and dates, and how does a reader make a group?"""
