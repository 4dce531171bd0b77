"""How do the integrated care systems compare?"""
