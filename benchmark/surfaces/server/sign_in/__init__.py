"""Who is let in, by which cookie, and what stands before everybody else."""
