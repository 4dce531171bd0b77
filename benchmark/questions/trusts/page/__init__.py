"""The page "Trust position": `whole` puts it together, and each other module makes some of its blocks."""
