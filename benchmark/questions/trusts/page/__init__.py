"""The page "Trust position": `whole` puts it together, and each other module has blocks of one thought."""
