"""Who could learn what from whom?"""
