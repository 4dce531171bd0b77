"""What is spent on IT, on what, and how does it go with maturity?"""
